"""The peers of the sixth place's ensemble, in the original's sizes with random weights.

    sixth.py predict T25/T80 ...   then a line `ENGINE THREADS SECONDS` on standard input for every measurement: the engine is pytorch, prepared (PyTorch with what depends
                                   on weights alone computed once, batch norms folded) or onnx. Answers with the milliseconds of a clip: for clips of T25 and T80 kept
                                   frames each, from the preprocessed numbers to the probabilities; the median of each clip's times, and the mean over the clips
    sixth.py train [THREADS] [RUN] clips/s of a step of training, student, teacher and distilled model: batches of 32 clips padded to L; RUN is 25 or 80
    sixth.py check GOLDENS         compares the modules with what the original computed: the largest difference of a logit
"""
import copy
import io
import math
import statistics
import sys
import time

import torch
import torch.nn.functional as F

from sixth_torch import POINTS, Sixth

DEPLOYED = [(25, 192, 768), (80, 192, 576)]
TRAINED = {"25": ((25, 512, 1536), (25, 192, 768)), "80": ((80, 256, 1024), (80, 192, 576))}
CLASSES, BATCH, LEAST_FRAMES = 250, 32, 6


def onnx_session(model, threads):
    import logging
    import onnxruntime
    logging.disable(logging.WARNING)
    file, frames = io.BytesIO(), min(model.frames, 17)
    program = torch.onnx.export(model, (torch.randn(frames, POINTS, 3),), input_names=["xyz"], output_names=["logits"], dynamo=True, verbose=False,
                                dynamic_shapes=({0: torch.export.Dim("frames", min=2, max=model.frames)},))
    program.save(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = threads, 3
    return onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])


def ask_torch(models):
    def ask(clips):
        with torch.inference_mode():
            return sum(model(torch.from_numpy(clip)).softmax(0) for model, clip in zip(models, clips)) / len(models)
    return ask


def ask_onnx(models, threads):
    import numpy as np
    sessions = [onnx_session(model, threads) for model in models]

    def softmax(x):
        e = np.exp(x - x.max())
        return e / e.sum()
    return lambda clips: sum(softmax(s.run(None, {"xyz": clip})[0]) for s, clip in zip(sessions, clips)) / len(sessions)


def milliseconds(ask, clips, seconds):
    """The first third of the time is not counted."""
    times = [[] for _ in clips]
    start = time.perf_counter()
    while not times[0] or time.perf_counter() - start < seconds:
        for clip, of in zip(clips, times):
            began = time.perf_counter()
            ask(clip)
            of.append(1e3 * (time.perf_counter() - began))
        if time.perf_counter() - start < seconds / 3:
            times = [[] for _ in clips]
    return statistics.mean(statistics.median(of) for of in times)


def predict(counts):
    torch.manual_seed(1)
    plain = [Sixth(*sizes).eval() for sizes in DEPLOYED]
    prepared = [copy.deepcopy(model).compute_once() for model in plain]
    clips = [[torch.randn(int(t), POINTS, 3).numpy() for t in count.split("/")] for count in counts]
    asks = {}
    for line in sys.stdin:
        engine, threads, seconds = line.split()
        torch.set_num_threads(int(threads))
        if (engine, threads) not in asks:
            asks[engine, threads] = ask_onnx(prepared, int(threads)) if engine == "onnx" else ask_torch(plain if engine == "pytorch" else prepared)
            expected, got = ask_torch(plain)(clips[0]), torch.as_tensor(asks[engine, threads](clips[0]))
            if not torch.allclose(expected, got, atol=1e-5):
                sys.exit(f"{engine}: the probabilities are not those of PyTorch")
        print(milliseconds(asks[engine, threads], clips, float(seconds)), flush=True)


def smoothed(logits, target, drop=3):
    losses = F.cross_entropy(logits, target, label_smoothing=0.3, reduction="none")
    return losses.sort().values[:-drop].mean()


def consistency(logits, teacher):
    return (logits.softmax(1) - teacher.softmax(1)).square().sum(1).mean()


def decayed(model):
    kept = {name: p for name, p in model.named_parameters() if "bias" in name or "LayerNorm.weight" in name}
    return [{"params": [p for name, p in model.named_parameters() if name not in kept], "weight_decay": 0.4}, {"params": list(kept.values()), "weight_decay": 0}]


def train(threads, run, steps=9):
    """Without mixing clips: it costs two passes over a layer's input."""
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    large, small = TRAINED[run]
    student, teacher, distilled = Sixth(*large).train(), Sixth(*large).train(), Sixth(*small).train()
    optimisers = [torch.optim.AdamW(decayed(model), lr=1e-6) for model in (student, distilled)]
    frames = large[0]
    lengths = torch.randint(LEAST_FRAMES, frames + 1, (BATCH,))
    mask = (torch.arange(frames) < lengths[:, None]).float()
    views = [torch.randn(BATCH, frames, POINTS, 3) * mask[:, :, None, None] for _ in range(3)]
    target = torch.randint(CLASSES, (BATCH,))
    times = []
    for step in range(1, steps + 1):
        start = time.perf_counter()
        with torch.no_grad():
            taught = teacher.train_logits(views[1], mask)
        weight = 5 * math.exp(-5 * (1 - min(step, 100) / 100) ** 2)
        for model, optimiser, view in zip((student, distilled), optimisers, (views[0], views[2])):
            logits = model.train_logits(view, mask)
            loss = smoothed(logits, target) + weight * consistency(logits, taught)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
            optimiser.step()
        with torch.no_grad():
            share = min(1 - 1 / (step + 1), 0.97)
            torch._foreach_lerp_(list(teacher.parameters()), list(student.parameters()), 1 - share)
        times.append(time.perf_counter() - start)
    return BATCH / statistics.median(times[2:])


def check(goldens):
    from safetensors.torch import load_file
    worst = 0
    for name, frames in ("small25_h16", 25), ("small80_h16", 80):
        model, weights = Sixth(frames, 20, 48, base=32), load_file(f"{goldens}/sixth-place/{name}/weights.safetensors")
        model.load_state_dict(weights)
        model.eval()
        of = load_file(f"{goldens}/sixth-place/{name}/eval.safetensors")
        xyz, mask = torch.stack([of["in/x"], of["in/y"], of["in/z"]], -1), of["in/mask"].float()
        lengths = mask.sum(1).int().tolist()
        with torch.no_grad():
            worst = max(worst, (model.train_logits(xyz, mask) - of["logits"]).abs().max().item())
            for prepared in model, copy.deepcopy(model).compute_once():
                for clip, length, logits in zip(xyz, lengths, of["efficient/bucket_ids/logits"]):
                    worst = max(worst, (prepared(clip[:length]) - logits).abs().max().item())
    return worst


verb, words = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
if verb == "predict" and words:
    predict(words)
elif verb == "train" and len(words) <= 2:
    print(train(int(words[0]) if words else 1, words[1] if len(words) > 1 else "25"))
elif verb == "check" and len(words) == 1:
    print(check(words[0]))
else:
    sys.exit(__doc__)
