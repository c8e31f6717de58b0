#!/usr/bin/env python3
"""How well networks train from differently drawn first weights, and as scikit-learn does, on real tables.

    python3 real_tables.py --into tables ...          the files; see there
    python3 init_schemes.py --tables tables --cli build/release/headroom-cli --write all.json
    python3 init_schemes.py --table all.json          prints what was measured

Equal settings for everybody: hidden 50-50, ReLU, Adam with learning rate 0.001, no weight decay, batch 32, as many epochs
as Headroom takes for a file of this length, columns standardised over the training rows, the targets of a regression too
(scikit-learn: TransformedTargetRegressor). A seed draws the order of the rows, whose last fifth validates, and the first
weights; everybody gets the same rows. Reported is the accuracy, or R2, on the fifth after the last epoch. "sklearn-torch"
is scikit-learn with the first weights drawn as PyTorch draws them and nothing else changed: what of a difference between
it and Headroom comes from the first weights. Needs scikit-learn and pandas; a measurement that is in the file --write
already is not repeated.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import warnings

import numpy
import pandas

SCHEMES = ["torch", "glorot", "he"]
PEERS = ["sklearn", "sklearn-torch"]
HIDDEN, BATCH, RATE, VALIDATION = (50, 50), 32, 0.001, 0.2


def enough_epochs(rows):  # core/pipeline/default_config.cpp
    return min(max(1000 // max(1, rows // BATCH), 20), 200)


def rows_of(path, seed):
    frame = pandas.read_csv(path)
    return frame.iloc[numpy.random.default_rng(1000 + seed).permutation(len(frame))]


def headroom(cli, scheme, frame, task, seed, epochs, scale):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "table.csv")
        frame.to_csv(path, index=False)
        done = subprocess.run(
            [cli, "train", "--data", path, "--target", "target", "--task", task, "--model", "x".join(map(str, HIDDEN)),
             "--epochs", str(epochs), "--batch", str(BATCH), "--lr", str(RATE), "--optimizer", "adam", "--split", "tail",
             "--validation", str(VALIDATION), "--scale", scale, "--seed", str(seed), "--init-scheme", scheme, "--device", "cpu",
             "--threads", "1", "--json"], check=True, capture_output=True, text=True)
    document = json.loads(done.stdout)
    assert document["data"]["features"] == frame.shape[1] - 1, (document["data"], frame.shape)
    return document["final"]["r2" if task == "regress" else "validation_accuracy"]


def starting_as_torch(base):
    class Peer(base):
        def _init_coef(self, fan_in, fan_out, dtype):
            bound = 1 / numpy.sqrt(fan_in)
            draw = self._random_state.uniform
            return draw(-bound, bound, (fan_in, fan_out)).astype(dtype), draw(-bound, bound, fan_out).astype(dtype)
    return Peer


def sklearn(who, frame, task, seed, epochs, scale):
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
    held = int(numpy.ceil(len(frame) * VALIDATION))
    x, y = frame.drop(columns=["target"]).to_numpy(numpy.float32), frame["target"].to_numpy()
    base = MLPRegressor if task == "regress" else MLPClassifier
    network = (starting_as_torch(base) if who == "sklearn-torch" else base)(
        hidden_layer_sizes=HIDDEN, solver="adam", alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, max_iter=epochs, tol=0.0,
        n_iter_no_change=epochs + 1, random_state=seed)
    if task == "regress":
        network = TransformedTargetRegressor(network, transformer=StandardScaler())
    model = make_pipeline(StandardScaler() if scale == "standard" else MinMaxScaler(), network)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "not converged" is what equal epochs mean
        model.fit(x[:-held], y[:-held])
    return float(model.score(x[-held:], y[-held:]))


def measure(arguments):
    index = json.loads((arguments.tables / "tables.json").read_text())
    done = json.loads(arguments.write.read_text()) if arguments.write.exists() else {}
    for seed in range(1, arguments.seeds + 1):
        for name in arguments.only or sorted(index, key=lambda n: index[n]["rows"]):
            task, rows = index[name]["task"], index[name]["rows"]
            frame = None
            for who in arguments.who:
                key = f"{name}/{who}/{arguments.scale}/{seed}"
                if key in done:
                    continue
                frame = rows_of(arguments.tables / (name + ".csv"), seed) if frame is None else frame
                work = (lambda *a: sklearn(who, *a)) if who in PEERS else (lambda *a: headroom(arguments.cli, who, *a))
                done[key] = work(frame, task, seed, enough_epochs(rows), arguments.scale)
                print(key, round(done[key], 4), flush=True)
                arguments.write.write_text(json.dumps(done, indent=1, sort_keys=True))


def collect(paths):
    values = {}
    for path in paths:
        for key, value in json.loads(path.read_text()).items():
            name, who, scale, seed = key.split("/")
            values.setdefault((scale, name), {}).setdefault(who, {})[int(seed)] = value
    return values


def table(paths):
    values = collect(paths)
    for scale in sorted({scale for scale, _ in values}):
        people = [w for w in SCHEMES + PEERS if any(w in v for (s, _), v in values.items() if s == scale)]
        print(f"\nscale {scale}: accuracy or R2, mean and standard deviation over the seeds\n")
        print("| file | " + " | ".join(people) + " |\n|---|" + "---|" * len(people))
        better = {}
        for (_, name), of in sorted((k, v) for k, v in values.items() if k[0] == scale):
            cells = [f"{statistics.mean(of[w].values()):.4f} ± {statistics.stdev(of[w].values()):.4f}" if len(of.get(w, {})) > 1
                     else "-" for w in people]
            print(f"| {name} | " + " | ".join(cells) + " |")
            for one in people:
                for other in people:
                    both = sorted(of.get(one, {}).keys() & of.get(other, {}).keys())
                    if one != other and len(both) > 1:
                        better.setdefault((one, other), []).append([of[one][s] - of[other][s] for s in both])
        print("\nOver another: files where the mean is higher; where it is by more than two standard errors of the paired "
              "difference; median of the mean differences.\n\n| one | other | higher | clearly | lower | clearly | median |"
              "\n|---|---|---|---|---|---|---|")
        for (one, other), files in better.items():
            if people.index(one) < people.index(other):
                continue
            means = [statistics.mean(d) for d in files]
            clear = [m for m, d in zip(means, files) if abs(m) > 2 * statistics.stdev(d) / len(d) ** 0.5]
            print(f"| {one} | {other} | {sum(m > 0 for m in means)} | {sum(m > 0 for m in clear)} | {sum(m < 0 for m in means)} | "
                  f"{sum(m < 0 for m in clear)} | {statistics.median(means):+.4f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=pathlib.Path, help="the folder that real_tables.py wrote")
    parser.add_argument("--cli", help="headroom-cli")
    parser.add_argument("--write", type=pathlib.Path, help="where the figures go, and are looked up")
    parser.add_argument("--table", type=pathlib.Path, nargs="+", help="print what these files hold")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--scale", choices=["standard", "minmax"], default="standard")
    parser.add_argument("--only", nargs="+", help="names of tables")
    parser.add_argument("--who", nargs="+", choices=SCHEMES + PEERS, default=SCHEMES + PEERS)
    arguments = parser.parse_args()
    if arguments.table:
        table(arguments.table)
    else:
        measure(arguments)


if __name__ == "__main__":
    main()
