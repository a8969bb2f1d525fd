"""PyTorch on the CPU, in the quickest of its modes: plain tensors, channels last, or oneDNN's own layout."""

import os
from statistics import median
from types import SimpleNamespace

import numpy as np
import torch
import torch.nn.functional as F
import torch.utils.mkldnn
from torch_step import prepare_step as step_of
from worker import Refusal, timed

VERSION = torch.__version__
CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
MODULE = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d, 3: torch.nn.Conv3d}
torch.set_grad_enabled(False)


def prepare(task, threads):
    torch.set_num_threads(threads)
    p = task["problem"]
    axes = p["axes"]
    if any(a["before"] != a["after"] for a in axes):
        raise Refusal("PyTorch pads both ends alike")
    x_shape = [p["batch"], p["inChannels"]] + [a["input"] for a in axes]
    w_shape = [p["outChannels"], p["inChannels"] // p["groups"]] + [a["kernel"] for a in axes]
    values = np.fromfile(os.path.join(task["folder"], "input.bin"), np.float32)
    x = torch.from_numpy(values.copy()).reshape(x_shape)
    w = torch.from_numpy(np.fromfile(os.path.join(task["folder"], "weight.bin"), np.float32)).reshape(w_shape)
    where = {
        "stride": [a["stride"] for a in axes],
        "padding": [a["before"] for a in axes],
        "dilation": [a["dilation"] for a in axes],
        "groups": p["groups"],
    }
    if task["backward"]:
        return backward(task, x, w, where)
    ways = list(modes(x, w, where))
    fresh = lambda: torch.from_numpy(values).reshape(x_shape)
    mode, run, _ = ways[quickest([way[1] for way in ways])]
    convert = ways[quickest([lambda w=way[2]: w(fresh()) for way in ways])][2]

    def output():
        y = run()
        return (y.to_dense() if y.is_mkldnn else y).contiguous().numpy()

    return SimpleNamespace(
        mode=mode, resident=run, whole=lambda: convert(fresh()).numpy(), output=output
    )


def prepare_step(task, threads):
    return step_of(task, threads, quickest)


def modes(x, w, where):
    """Ways to run the same convolution: name, run between own tensors, run from and to plain ones."""
    conv = CONV[x.dim() - 2]
    yield "plain", lambda: conv(x, w, **where), lambda x: conv(x, w, **where)
    if x.dim() == 4:
        last = torch.channels_last
        xs, ws = x.to(memory_format=last), w.to(memory_format=last)
        yield (
            "channels last",
            lambda: conv(xs, ws, **where),
            lambda x: conv(x.to(memory_format=last), ws, **where).contiguous(),
        )
    if not torch.backends.mkldnn.is_available() or x.dim() < 4:
        return
    layer = MODULE[x.dim() - 2](x.shape[1], w.shape[0], w.shape[2:], bias=False, **where)
    layer.weight.copy_(w)
    packed = torch.utils.mkldnn.to_mkldnn(layer.eval())
    blocked = x.to_mkldnn()
    try:
        packed(blocked)
    except RuntimeError:
        return
    yield "oneDNN layout", lambda: packed(blocked), lambda x: packed(x.to_mkldnn()).to_dense()


def backward(task, x, w, where):
    """The gradients of input and weight, plain or channels last: oneDNN's own layout has none."""
    p = task["problem"]
    shape = [p["batch"], p["outChannels"]] + [a["output"] for a in p["axes"]]
    values = np.fromfile(os.path.join(task["folder"], "gradient.bin"), np.float32)
    dy = torch.from_numpy(values).reshape(shape)
    rank = x.dim() - 2

    def way(convert):
        tensors = [convert(t) for t in (dy, x, w)]
        return lambda: torch.ops.aten.convolution_backward(
            *tensors,
            None,
            where["stride"],
            where["padding"],
            where["dilation"],
            False,
            [0] * rank,
            where["groups"],
            [True, True, False],
        )

    ways = {"plain": way(lambda t: t)}
    if rank == 2:
        ways["channels last"] = way(lambda t: t.to(memory_format=torch.channels_last))
    mode = list(ways)[quickest(list(ways.values()))]
    run = ways[mode]

    def output():
        dx, dw, _ = run()
        return np.concatenate([t.contiguous().numpy().ravel() for t in (dx, dw)])

    return SimpleNamespace(mode=mode, resident=run, whole=output, output=output)


def quickest(runs):
    """Which of several ways is the quickest, tried in turn."""
    medians = [[median(timed(run, 20, 30)) for run in runs] for _ in range(5)]
    totals = [median([row[i] for row in medians]) for i in range(len(runs))]
    return totals.index(min(totals))
