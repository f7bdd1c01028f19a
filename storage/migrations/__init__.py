"""The schema's history. `HEAD` is its newest version, known without loading Alembic."""

HEAD = "0014"
