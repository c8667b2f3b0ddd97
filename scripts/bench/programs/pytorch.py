"""The measured process of PyTorch: value and gradient of a work at the point in a file, one thread, as programs in C.

Usage: python3 pytorch.py WORK PRECISION DATA RESULT SIZE...
"""
import array
import json
import math
import sys
import time


def out(text):
    print(text, flush=True)


try:
    import torch
except ImportError:
    out(json.dumps({"error": "torch is absent"}))
    sys.exit()

torch.set_num_threads(1)
work, precision, data_path, result_path = sys.argv[1:5]
size = [int(extent) for extent in sys.argv[5:]]
dtype = torch.float64 if precision == "f64" else torch.float32
numbers = array.array("d")
with open(data_path, "rb") as file:
    numbers.frombytes(file.read())
taken = 0


def take(*shape):
    """The next numbers of the data as a tensor."""
    global taken
    count = math.prod(shape)
    part = numbers[taken : taken + count]
    taken += count
    return torch.tensor(part.tolist(), dtype=dtype).reshape(shape)


def black_scholes(n):
    def below(x):
        k = 1 / (1 + 0.2316419 * x)
        total = torch.full_like(k, 1.330274429)
        for c in (-1.821255978, 1.781477937, -0.356563782, 0.31938153):
            total = total * k + c
        return 1 - 0.3989422804014327 * torch.exp(-0.5 * x * x) * total * k

    def f(share, strike, rate, volatility, years):
        deviation = volatility * torch.sqrt(years)
        d1 = (torch.log(share / strike) + (rate + 0.5 * volatility * volatility) * years) / deviation
        return (share * below(d1) - strike * torch.exp(-rate * years) * below(d1 - deviation)).sum()

    return [take(n) for _ in range(5)], f


def rosenbrock(n):
    return [take(n)], lambda x: (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def mixture(d, k, n):
    lower = d * (d - 1) // 2
    point = [take(k), take(k, d), take(k, d + lower)]
    x = take(n, d)
    gamma, m = take(2).tolist()
    columns, rows = torch.triu_indices(d, d, 1)

    def f(alphas, means, icf):
        q, below = icf[:, :d], icf[:, d:]
        diagonals = torch.exp(q)
        matrices = torch.diag_embed(diagonals).index_put((torch.arange(k)[:, None], rows, columns), below)
        whitened = torch.einsum("kij,nkj->nki", matrices, x[:, None] - means)
        sums = q.sum(1)
        terms = alphas + sums - 0.5 * (whitened * whitened).sum(2)
        prior = 0.5 * gamma**2 * ((diagonals * diagonals).sum() + (below * below).sum()) - m * sums.sum()
        return torch.logsumexp(terms, 1).sum() - n * torch.logsumexp(alphas, 0) + prior

    return point, f


def perceptron(d0, d1, d2, d3, batch):
    point = [take(*shape) for shape in ((d0, d1), (d1,), (d1, d2), (d2,), (d2, d3), (d3,))]
    x, labels = take(batch, d0), take(batch, d3)

    def f(w1, b1, w2, b2, w3, b3):
        z = torch.tanh(torch.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3
        return (torch.logsumexp(z, 1).sum() - (labels * z).sum()) / batch

    return point, f


def attention(positions, width, heads, key):
    shapes = [(positions, width)] + [(width, heads, key)] * 3 + [(heads, key, width)]
    point = [take(*shape) for shape in shapes]

    def f(x, query, keys, values, last):
        q, k, v = (torch.einsum("sw,whk->hsk", x, by) for by in (query, keys, values))
        looks = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(key), 2)
        y = torch.einsum("hsk,hkw->sw", looks @ v, last)
        return (y * y).mean()

    return point, f


def logistic(d, n):
    w, x, labels = take(d), take(n, d), take(n)

    def f(at):
        z = x @ at
        return (torch.nn.functional.softplus(z) - labels * z).mean() + 0.01 * (at * at).sum()

    return [w], f


works = {
    "blackScholes": black_scholes,
    "rosenbrock": rosenbrock,
    "mixture": mixture,
    "perceptron": perceptron,
    "attention": attention,
    "logisticHvp": logistic,
    "logisticHessian": logistic,
}

point, f = works[work](*size)
direction = take(size[0]) if work == "logisticHvp" else None
parameters = [x.requires_grad_() for x in point]


def value():
    with torch.no_grad():
        return f(*parameters)


def derivative():
    if work == "logisticHvp":
        return [torch.autograd.functional.vhp(f, parameters[0], direction)[1]]
    if work == "logisticHessian":
        return [torch.autograd.functional.hessian(f, parameters[0], vectorize=True)]
    return torch.autograd.grad(f(*parameters), parameters)


with open(result_path, "wb") as file:
    for slope in derivative():
        array.array("d", slope.detach().double().flatten().tolist()).tofile(file)
out("{}")


def once(run, times):
    """Microseconds that so many runs take."""
    start = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - start) * 1e6


batches = {}
for line in sys.stdin:
    part, milliseconds = line.split()
    run = derivative if part == "derivative" else value
    if part not in batches:
        batch = 1
        while (took := once(run, batch)) < 500:
            batch *= 2
        batches[part] = max(1, int(batch * 100 / took))
    end = time.perf_counter() + float(milliseconds) / 1000
    samples = []
    while not samples or (time.perf_counter() < end and len(samples) < 2000):
        samples.append(once(run, batches[part]) / batches[part])
    out(" ".join(f"{sample:.5g}" for sample in samples))
