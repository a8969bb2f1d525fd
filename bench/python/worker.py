"""One process of the race: `worker.py ENGINE` answers questions until its input ends.

It speaks the words of protocol.ts: a line of JSON each way, tensors in files. Timing happens here.
"""

import importlib
import json
import sys
import time

MARK = "bench:"
MODULES = {"pytorch": "with_torch", "opencv": "with_opencv", "scipy": "with_scipy"}
LOOK, BUSY, PATIENCE = 0.01, 0.2, 0.5


class Refusal(Exception):
    """What the engine cannot do, in a sentence."""


def timed(run, warm, budget):
    """As window.ts: runs for `warm` ms; then single runs until `budget` ms are over."""
    now = time.perf_counter
    ready = now() + warm / 1000
    while now() < ready:
        run()
    times = []
    end = now() + budget / 1000
    while True:
        start = now()
        run()
        times.append((now() - start) * 1000)
        if now() >= end:
            return times


def quiet():
    """Waits until the threads of this process have gone to sleep."""
    end = time.monotonic() + PATIENCE
    share = 1.0
    while share > BUSY and time.monotonic() < end:
        cpu, start = time.process_time(), time.monotonic()
        time.sleep(LOOK)
        share = (time.process_time() - cpu) / (time.monotonic() - start)


def answer(engine, state, question):
    ask = question["ask"]
    if ask == "prepare":
        state["prepared"] = None
        task = question["task"]
        if "net" in task and not hasattr(engine, "prepare_step"):
            raise Refusal(f"{engine.__name__} does not train")
        prepare = engine.prepare_step if "net" in task else engine.prepare
        prepared = prepare(task, question["threads"])
        start = time.perf_counter()
        prepared.resident()
        state["prepared"] = prepared
        return {"mode": prepared.mode, "first": (time.perf_counter() - start) * 1000}
    prepared = state["prepared"]
    if ask == "time":
        run = prepared.whole if question["whole"] else prepared.resident
        times = timed(run, question["warm"], question["budget"])
        quiet()
        return {"times": times}
    if ask == "output":
        prepared.output().tofile(question["path"])
        return {}
    raise ValueError(f"unknown question {ask}")


def reply(work):
    try:
        said = {"ok": work()}
    except Refusal as refusal:
        said = {"refusal": str(refusal)}
    except Exception as error:  # the race says which engine broke, and goes on
        said = {"error": f"{type(error).__name__}: {error}"}
    print(MARK + json.dumps(said), flush=True)


def main():
    name = sys.argv[1]
    engines = []

    def hello():
        engines.append(importlib.import_module(MODULES[name]))
        return {"version": engines[0].VERSION}

    reply(hello)
    state = {"prepared": None}
    for line in sys.stdin:
        reply(lambda: answer(engines[0], state, json.loads(line)))


if __name__ == "__main__":
    # Engines import Refusal from here: the running script must be the module they find.
    sys.modules["worker"] = sys.modules["__main__"]
    main()
