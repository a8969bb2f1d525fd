"""PyTorch's training step: the net's table as modules, with torch.optim."""

import os
from types import SimpleNamespace

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

LAYERS = {
    "conv": lambda layer: nn.Conv2d(layer["from"], layer["to"], layer["size"]),
    "pool": lambda layer: nn.MaxPool2d(layer["size"]),
    "relu": lambda layer: nn.ReLU(),
    "flatten": lambda layer: nn.Flatten(),
    "linear": lambda layer: nn.Linear(layer["from"], layer["to"]),
}


def prepare_step(task, threads, quickest):
    """Plain tensors or channels last, whichever is quicker."""
    torch.set_num_threads(threads)
    ways = {mode: way(task, layout) for mode, layout in LAYOUTS.items()}
    mode = list(ways)[quickest([each.resident for each in ways.values()])]
    ways[mode].mode = mode
    return ways[mode]


LAYOUTS = {"plain": torch.contiguous_format, "channels last": torch.channels_last}


@torch.enable_grad()
def way(task, layout):
    net, folder = task["net"], task["folder"]
    read = lambda name, kind: np.fromfile(os.path.join(folder, name), kind)
    images = read("input.bin", np.float32).reshape([net["batch"], *net["image"]])
    labels = read("labels.bin", np.int32)
    start = read("weight.bin", np.float32)
    model = nn.Sequential(*(LAYERS[layer["kind"]](layer) for layer in net["layers"]))
    model = model.to(memory_format=layout)
    upload = lambda: (
        torch.from_numpy(images).to(memory_format=layout),
        torch.from_numpy(labels).long(),
    )
    batch = upload()
    state = SimpleNamespace(optimizer=None)

    def restart():
        at = 0
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(torch.from_numpy(start[at : at + p.numel()]).reshape(p.shape))
                at += p.numel()
        state.optimizer = torch.optim.SGD(
            model.parameters(), lr=net["rate"], momentum=net["momentum"]
        )

    @torch.enable_grad()
    def step(x, y):
        state.optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        state.optimizer.step()
        return loss.detach()

    def output():
        restart()
        losses = [step(*batch).item() for _ in range(task["steps"])]
        parts = [p.detach().contiguous().numpy().ravel() for p in model.parameters()]
        return np.concatenate([np.array(losses, np.float32), *parts])

    restart()
    return SimpleNamespace(
        resident=lambda: step(*batch), whole=lambda: step(*upload()).item(), output=output
    )
