#!/usr/bin/env python3
"""Step times of JAX: an epoch in one jit-compiled scan, fp32 products in full precision.

usage: jax_steps.py [--steps N]
"""
import argparse
from functools import partial

import jax
import jax.numpy as jnp

import cases

jax.config.update("jax_default_matmul_precision", "highest")


def loss_of(weights, x, y, softmax):
    for index, (w, b) in enumerate(weights):
        x = x @ w.T + b
        if index + 1 < len(weights):
            x = jax.nn.relu(x)
    if softmax:
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(x), y[:, None], axis=1))
    z = x[:, 0]
    return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))


def adam(weights, gradients, m, v, t):
    m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, m, gradients)
    v = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, v, gradients)
    rate = 1e-3 / (1 - 0.9**t)
    root = jnp.sqrt(1 - 0.999**t)
    weights = jax.tree.map(lambda w, a, s: w - rate * a / (jnp.sqrt(s) / root + 1e-8), weights, m, v)
    return weights, m, v


@partial(jax.jit, static_argnames=("steps", "batch", "softmax"))
def train(state, x, y, key, steps, batch, softmax):
    order = jax.random.permutation(key, cases.ROWS)

    def step(state, index):
        weights, m, v, t = state
        rows = jax.lax.dynamic_slice(order, (index * batch,), (batch,))
        loss, gradients = jax.value_and_grad(loss_of)(weights, x[rows], y[rows], softmax)
        weights, m, v = adam(weights, gradients, m, v, t + 1)
        return (weights, m, v, t + 1), loss
    return jax.lax.scan(step, state, jnp.arange(steps))


def make(case: cases.Case):
    key = jax.random.key(1)
    weights = []
    for fan_in, fan_out in zip(case.widths, case.widths[1:]):
        key, a, b = jax.random.split(key, 3)
        bound = fan_in**-0.5
        weights.append((jax.random.uniform(a, (fan_out, fan_in), minval=-bound, maxval=bound),
                        jax.random.uniform(b, (fan_out,), minval=-bound, maxval=bound)))
    zeros = jax.tree.map(jnp.zeros_like, weights)
    state = (weights, zeros, zeros, jnp.float32(0))
    softmax = case.output == "softmax"
    key, a = jax.random.split(key)
    x = jax.random.uniform(a, (cases.ROWS, case.widths[0]))
    y = jnp.floor(x[:, 0] * (case.widths[-1] if softmax else 2))
    y = y.astype(jnp.int32) if softmax else y
    per_epoch = cases.ROWS // case.batch
    held = [state, key]

    def run(steps: int) -> None:
        while steps > 0:
            now = min(steps, per_epoch)
            held[1], order_key = jax.random.split(held[1])
            held[0], _ = train(held[0], x, y, order_key, now, case.batch, softmax)
            steps -= now
        jax.block_until_ready(held[0])

    def warm(steps: int) -> None:  # compiles for whole epochs and for the rest, outside the measurement
        run(per_epoch)
        if case.steps % per_epoch:
            run(case.steps % per_epoch)
        run(steps)

    def loss() -> float:
        return float(loss_of(held[0][0], x, y, softmax))
    return warm, run, loss


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, help="instead of the list's, for a quick look")
    arguments = parser.parse_args()
    for case in cases.cases():
        if arguments.steps:
            case = case._replace(steps=arguments.steps)
        made = []

        def run(steps: int) -> None:
            if made:
                return made[0][0](steps)
            warm, repeat, loss = make(case)
            warm(steps)
            made.append((repeat, loss))
            return None
        cases.report("jax-scan", case, run, lambda: made[0][1]())


if __name__ == "__main__":
    main()
