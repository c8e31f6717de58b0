#!/usr/bin/env python3
"""JAX on the processor: an epoch is one compiled scan over its steps, Adam written out, parameters donated."""
import functools

import jax
import jax.numpy as jnp
import numpy

from serve import serve
from workloads import CHECK_BATCH, TRAIN_ROWS, Task

RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


def loss_of(parameters, x, y, softmax):
    for weight, bias in parameters[:-1]:
        x = jax.nn.relu(x @ weight + bias)
    logits = x @ parameters[-1][0] + parameters[-1][1]
    if softmax:
        return -jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], axis=1).mean()
    return (jax.nn.softplus(logits[:, 0]) - y * logits[:, 0]).mean()


def step(state, x, y, softmax):
    parameters, mean, square, count = state
    gradients = jax.grad(loss_of)(parameters, x, y, softmax)
    count += 1
    mean = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, mean, gradients)
    square = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, square, gradients)
    root, rate = jnp.sqrt(1 - BETA2**count), RATE / (1 - BETA1**count)
    parameters = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) / root + EPSILON), parameters, mean, square)
    return parameters, mean, square, count


@functools.partial(jax.jit, static_argnames=("batch", "softmax"), donate_argnames="state")
def steps(state, x, y, order, batch, softmax):
    whole = len(order) // batch * batch
    body = lambda now, rows: (step(now, x[rows], y[rows], softmax), None)
    state, _ = jax.lax.scan(body, state, order[:whole].reshape(-1, batch))
    return step(state, x[order[whole:]], y[order[whole:]], softmax) if whole < len(order) else state


class Jax:
    def __init__(self, task: Task):
        self.softmax = task.work.softmax
        self.x = jnp.asarray(task.features)
        self.y = jnp.asarray(task.classes if self.softmax else task.classes.astype(numpy.float32))
        parameters = [(jnp.asarray(weight.T), jnp.asarray(bias)) for weight, bias in task.weights]
        zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)
        self.state = (parameters, zeros(), zeros(), jnp.float32(0))
        self.key = jax.random.key(1)

    def learn(self, first: int, count: int) -> None:
        self.state = steps(self.state, self.x, self.y, jnp.arange(first, first + count), CHECK_BATCH, self.softmax)

    def loss(self, first: int, count: int) -> float:
        return float(loss_of(self.state[0], self.x[first:first + count], self.y[first:first + count], self.softmax))

    def epoch(self, batch: int) -> None:
        self.key, key = jax.random.split(self.key)
        self.state = steps(self.state, self.x, self.y, jax.random.permutation(key, TRAIN_ROWS), batch, self.softmax)
        jax.block_until_ready(self.state)


if __name__ == "__main__":
    serve(jax.__version__, Jax)
