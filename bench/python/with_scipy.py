"""SciPy on float pictures: the function of ndimage for the filter, or overlap-add for large kernels."""

import os
from types import SimpleNamespace

import numpy as np
import scipy
from scipy import ndimage, signal
from worker import Refusal

VERSION = scipy.__version__
#: From this size on, ndimage's direct sums are slower than signal's transforms.
LARGE = 9


def prepare(task, threads):
    if task["filter"] is None or task["pixels"] != "f32" or task["problem"]["inChannels"] != 1:
        raise Refusal("SciPy takes part on float pictures of one channel")
    if threads > 1:
        raise Refusal("SciPy filters on one thread")
    p, f = task["problem"], task["filter"]
    shape = [a["input"] for a in p["axes"]]
    src = np.fromfile(os.path.join(task["folder"], "input.bin"), np.float32).reshape(shape)
    kernel = np.fromfile(os.path.join(task["folder"], "weight.bin"), np.float32)
    kernel = kernel.reshape(f["size"], f["size"])
    dst = np.empty_like(src)
    mode, run = function(f, kernel)
    return SimpleNamespace(
        mode=mode,
        resident=lambda: run(src, dst),
        whole=lambda: run(src, None),
        output=lambda: np.ascontiguousarray(run(src, dst), np.float32),
    )


def function(f, kernel):
    """Name, and how to get from a picture to another; `mirror` is what others call reflect."""
    size, radius = f["size"], (f["size"] - 1) // 2
    if f["kind"] == "box":
        return "uniform_filter", lambda src, dst: ndimage.uniform_filter(
            src, size, output=dst, mode="mirror"
        )
    if f["kind"] == "gaussian":
        reach = radius / f["sigma"]
        return "gaussian_filter", lambda src, dst: ndimage.gaussian_filter(
            src, f["sigma"], output=dst, mode="mirror", truncate=reach
        )
    if size < LARGE:
        return "correlate", lambda src, dst: ndimage.correlate(
            src, kernel, output=dst, mode="mirror"
        )
    turned = kernel[::-1, ::-1]
    return "oaconvolve", lambda src, dst: signal.oaconvolve(
        np.pad(src, radius, mode="reflect"), turned, mode="valid"
    )

