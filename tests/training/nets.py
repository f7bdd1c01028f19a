"""The networks that find the places on a page and read what stands in a slot.

Sizes are chosen for one CPU core: channels in multiples of 16 (bfloat16 convolutions in
`channels_last` run 1.5 to 2 times as fast as float32), nothing wide at full resolution.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from parsers.picture.alphabet import NUMBERS_ALPHABET, PLACES, TEXT_ALPHABET

WHAT = ("locator", "numbers", "second", "text")
PAGE = (896, 640)
STRIDE = 4
# Steps of the text's CTC for each 4 pixels: Thai stacks three characters on one narrow column.
TEXT_STEPS = 2


class Unit(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int | tuple[int, int] = 3,
        stride: int | tuple[int, int] = 1,
        dilation: int = 1,
        relu: bool = True,
    ) -> None:
        super().__init__()
        size = (kernel, kernel) if isinstance(kernel, int) else kernel
        pad = (size[0] // 2 * dilation, size[1] // 2 * dilation)
        self.conv: nn.Module = nn.Conv2d(inputs, outputs, size, stride, pad, dilation, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)
        self.relu: nn.Module = nn.ReLU(inplace=True) if relu else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(self.norm(self.conv(x)))


class Block(nn.Module):
    """Two convolutions beside a straight path."""

    def __init__(self, channels: int, kernel: int | tuple[int, int] = 3, dilation: int = 1) -> None:
        super().__init__()
        self.first = Unit(channels, channels, kernel, dilation=dilation)
        self.second = Unit(channels, channels, kernel, dilation=dilation, relu=False)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Locator(nn.Module):
    """Page -> logits of the places at a quarter of the size, of its turn, of being our form."""

    def __init__(self) -> None:
        super().__init__()
        self.at2, self.at4 = Unit(1, 16, 5, 2), Unit(16, 16, 3, 2)
        self.at8 = nn.Sequential(Unit(16, 48, 3, 2), Unit(48, 48))
        self.at16 = nn.Sequential(Unit(50, 96, 3, 2), Unit(96, 96))
        self.at32 = nn.Sequential(Unit(96, 128, 3, 2), Block(128), Block(128, dilation=2))
        # What stands above and below a row: the seven count rows look the same by themselves.
        self.rows = nn.Sequential(Unit(128, 128, (9, 1)), Unit(128, 128, (9, 1)))
        self.to16, self.up16 = Unit(128, 96, 1), Unit(96, 96)
        self.to8, self.up8 = Unit(96, 48, 1), Unit(48, 48)
        # Four cells of a quarter's size for each of an eighth's.
        self.fields = nn.Sequential(nn.Conv2d(48, 4 * (1 + len(PLACES)), 1), nn.PixelShuffle(2))
        self.judge = nn.Sequential(nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 5))
        height, width = PAGE[0] // 8, PAGE[1] // 8
        across = torch.linspace(-1, 1, width).expand(1, 1, height, width)
        down = torch.linspace(-1, 1, height).view(1, 1, height, 1).expand(1, 1, height, width)
        self.register_buffer("where", torch.cat([across, down], 1).clone())

    def forward(self, page: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        eight = self.at8(self.at4(self.at2(page)))
        where = self.where.to(eight.dtype).expand(eight.shape[0], -1, -1, -1)
        sixteen = self.at16(torch.cat([eight, where], 1))
        whole = self.at32(sixteen)
        whole = whole + self.rows(whole.mean(3, keepdim=True))
        judged = self.judge(torch.cat([whole.mean((2, 3)), whole.amax((2, 3))], 1))
        x = self.up16(sixteen + _double(self.to16(whole)))
        x = self.up8(eight + _double(self.to8(x)))
        return self.fields(x), judged[:, :4], judged[:, 4:]


def _double(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


class Memory(nn.Module):
    """What stands to the left and right along a line (n, c, 1, t), beside a straight path."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.both_ways = nn.GRU(channels, width, batch_first=True, bidirectional=True)
        self.back = nn.Linear(2 * width, channels)

    def forward(self, x: Tensor) -> Tensor:
        seen, _ = self.both_ways(x.squeeze(2).transpose(1, 2))
        return x + self.back(seen).transpose(1, 2).unsqueeze(2)


class SlotReader(nn.Module):
    """Slot -> logits (n, t, classes) for CTC, `steps` of them for each 4 pixels.

    `memory`: width of the recurrence along the line; without one, convolutions look along it.
    """

    def __init__(
        self,
        height: int,
        classes: int,
        steps: int = 1,
        channels: tuple[int, int, int, int, int] = (16, 48, 96, 128, 192),
        memory: int = 0,
    ) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth, line = channels
        self.height, self.steps, self.classes = height, steps, classes
        self.body = nn.Sequential(
            Unit(1, half, 5, 2),
            Unit(half, quarter, 3, 2),
            Block(quarter),
            Unit(quarter, eighth, 3, (2, 1)),
            Block(eighth),
            Unit(eighth, sixteenth, 3, (2, 1)),
            Block(sixteenth),
        )
        self.flat = nn.Conv2d(sixteenth, line, (height // 16, 1), bias=False)
        along = Memory(line, memory) if memory else Block(line, (1, 5))
        self.line = nn.Sequential(
            nn.BatchNorm2d(line), nn.ReLU(inplace=True), along, nn.Dropout(0.1)
        )
        self.head = nn.Conv2d(line, classes * steps, 1)
        # Half blank from the start: CTC learns nothing else before it has learned that.
        bias = torch.zeros(steps, classes)
        bias[:, 0] = math.log(classes)
        self.head.bias = nn.Parameter(bias.flatten())

    def forward(self, slot: Tensor) -> Tensor:
        x = self.head(self.line(self.flat(self.body(slot))))
        # (n, steps * classes, 1, t) -> (n, t * steps, classes)
        return x.squeeze(2).transpose(1, 2).reshape(x.shape[0], -1, self.classes)


def build(what: str) -> nn.Module:
    """The network of that name, untrained."""
    if what == "locator":
        return Locator()
    if what == "numbers":
        return SlotReader(64, 1 + len(NUMBERS_ALPHABET))
    if what == "second":
        # Of another build than the first, so that the two do not share their mistakes.
        return SlotReader(64, 1 + len(NUMBERS_ALPHABET), 1, (24, 40, 88, 136, 160), 96)
    return SlotReader(48, 1 + len(TEXT_ALPHABET), TEXT_STEPS)
