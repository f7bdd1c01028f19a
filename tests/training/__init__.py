"""Training of the three networks that read pictures (`pip install torch onnx` by hand).

Not part of the service, and not in the locked dependencies: the trained weights are shipped as
ONNX files in `parsers/picture/weights`. To train them again: `python -m tests.training --help`.
"""
