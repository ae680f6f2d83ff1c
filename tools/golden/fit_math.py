"""Fits the polynomials of islr.tensor.kernel.simd.MathSimd and measures the functions built from them.

Run: python tools/golden/fit_math.py            (needs numpy, mpmath, torch; ten seconds)

Each polynomial is a weighted minimax fit (Remez exchange on a fine grid, 50 digits). Its coefficients are rounded to float32, then one or two of
them at a time are moved by a few units in the last place as long as that lowers the worst error, so that rounding errors cancel.

The second half evaluates every function in float32, operation by operation as the Java code does (a fused multiply-add is emulated in float64),
against float64 on a dense sample of floats, and prints the worst error in ULP. The bounds in MathSimd were measured with the Java code itself, on
more floats; MathSimdTest checks them.
"""

import numpy as np
import torch
from mpmath import mp, mpf

mp.dps = 50
GRID = 1200


def minimax(f, basis, weight, lo, hi):
    """Coefficients c that minimise max |weight·(f − Σ c·basis)| over [lo, hi], and that maximum."""
    n = len(basis)
    xs = [(mpf(lo) + hi) / 2 - (mpf(hi) - lo) / 2 * mp.cos(mp.pi * k / (GRID - 1)) for k in range(GRID)]
    fx = [f(x) for x in xs]
    wx = [weight(x) for x in xs]
    bx = [[b(x) for b in basis] for x in xs]
    at = [round((1 - np.cos(np.pi * k / n)) / 2 * (GRID - 1)) for k in range(n + 1)]
    for _ in range(60):
        a = mp.matrix(n + 1, n + 1)
        y = mp.matrix(n + 1, 1)
        for row, i in enumerate(at):
            for col in range(n):
                a[row, col] = bx[i][col] * wx[i]
            a[row, n] = (-1) ** row
            y[row] = fx[i] * wx[i]
        c = mp.lu_solve(a, y)
        err = [wx[i] * (fx[i] - sum(c[k] * bx[i][k] for k in range(n))) for i in range(GRID)]
        # One extremum from every run of equal sign; if there are too many, drop the smaller of the first and the last until n + 1 are left.
        ext = []
        for i, e in enumerate(err):
            if ext and (err[ext[-1]] > 0) == (e > 0):
                if abs(e) > abs(err[ext[-1]]):
                    ext[-1] = i
            else:
                ext.append(i)
        while len(ext) > n + 1:
            ext.pop(0 if abs(err[ext[0]]) < abs(err[ext[-1]]) else -1)
        if len(ext) < n + 1 or ext == at:
            break
        at = ext
    return [c[k] for k in range(n)], max(abs(e) for e in err)


def fit(name, f, powers, weight, lo, hi):
    """Fits Σ c_p·x^p, rounds to float32, improves the coefficients in small steps; prints and returns {power: float32}."""
    exact, best = minimax(f, [lambda x, p=p: x ** p for p in powers], weight, lo, hi)
    xs = [mpf(lo) + (mpf(hi) - lo) * k / 2000 for k in range(2001)]
    grid = np.array([[float(weight(x) * x ** p) for p in powers] for x in xs])
    goal = np.array([float(weight(x) * f(x)) for x in xs])
    worst_of = lambda c: np.max(np.abs(goal - grid @ c.astype(np.float64)))
    c = np.array([float(v) for v in exact], np.float32)
    worst, steps = worst_of(c), [-4, -2, -1, 1, 2, 4]
    moves = [m for i in range(len(c)) for m in [{i: s} for s in steps] + [{i: s, j: t} for j in range(i) for s in steps for t in steps]]
    improved = True
    while improved:
        improved = False
        for move in moves:
            near = c.copy()
            for i, s in move.items():
                near[i] += s * np.spacing(np.abs(near[i]))
            if worst_of(near) < worst * 0.999:
                c, worst, improved = near, worst_of(near), True
    print(f"\n{name}: weighted error 2^{float(mp.log(best, 2)):.2f} exact, {worst:.3e} = 2^{np.log2(worst):.2f} rounded")
    for p, v in zip(powers, c):
        print(f"  x^{p}: {v!s:>16}f  {float(v).hex()}")
    return dict(zip(powers, c))


def series(g, order=30):
    """g near 0, where its closed form divides 0 by 0, from its Taylor coefficients g(k)."""
    return lambda x: sum(g(k) * x ** k for k in range(order))


LN2 = mp.log(2)
ONE = mpf(1)

# e^r = 1 + r + r²·P(r), |r| ≤ ln2/2; relative error.
p_exp = fit("EXP  e^r = 1 + r + r^2 P(r), |r| <= ln2/2", series(lambda k: 1 / mp.factorial(k + 2)), range(5),
            lambda r: r * r / mp.exp(r), -LN2 / 2 * mpf("1.001"), LN2 / 2 * mpf("1.001"))

# log(1+f) = f − f²/2 + f³·P(f), 1+f in [2/3, 4/3); relative error.
def log_tail(f):
    if abs(f) < mpf("1e-3"):
        return sum((-1) ** k * f ** k / (k + 3) for k in range(20))
    return (mp.log(1 + f) - f + f * f / 2) / f ** 3
p_log = fit("LOG  log(1+f) = f - f^2/2 + f^3 P(f), -1/3 <= f <= 1/3", log_tail, range(8),
            lambda f: f * f * (f / mp.log(1 + f) if f != 0 else ONE), -ONE / 3, ONE / 3)

# tanh(x) = x + x·s·P(s), s = x², |x| ≤ 0.625; relative error.
def tanh_tail(s):
    if s < mpf("1e-4"):
        return sum(2 ** (2 * k) * (2 ** (2 * k) - 1) * mp.bernoulli(2 * k) / mp.factorial(2 * k) * s ** (k - 2) for k in range(2, 14))
    return (mp.tanh(mp.sqrt(s)) / mp.sqrt(s) - 1) / s
p_tanh = fit("TANH tanh(x) = x + x s P(s), s = x^2, |x| <= 0.625", tanh_tail, range(5),
             lambda s: s * mp.sqrt(s) / mp.tanh(mp.sqrt(s)) if s > 0 else mpf(0), mpf(0), mpf("0.625") ** 2)

# The upper tail of the normal distribution, Q(t) = ½erfc(t/√2) = e^(−t²/2)·u·P(q), u = A/(t+A), q = 1 − 2u. This maps [0, ∞) to [−1, 1),
# on which P varies slowly, between 0.5 and 0.4/A.
T_MAX = mpf("13.25")
def tail(shift):
    def p(q):
        u = (1 - q) / 2
        t = shift / u - shift
        return mp.erfc(t / mp.sqrt(2)) / 2 * mp.exp(t * t / 2) / u
    return p
A = mpf('3.5')
p_tail = fit(f"TAIL  1/2 erfc(t/sqrt2) = e^(-t^2/2) u P(q), u = {A}/(t+{A}), q = 1-2u, 0 <= t <= {T_MAX}", tail(A), range(10),
             lambda q: 1 / tail(A)(q), mpf(-1), 1 - 2 * A / (T_MAX + A))

print("\nln2 in two parts (the high one with 9 trailing zero bits, so that n·hi is exact):")
hi = mpf(int(LN2 * 2 ** 15)) / 2 ** 15
print("  hi", float(hi), float(hi).hex(), " lo", np.float32(float(LN2 - hi)), " 1/ln2", np.float32(float(1 / LN2)))
print("  1/sqrt(2 pi)", np.float32(float(1 / mp.sqrt(2 * mp.pi))))

# ---- the functions in float32, as MathSimd computes them -------------------------------------------------------------------------------------

F = np.float32
fma = lambda a, b, c: (np.float64(a) * np.float64(b) + np.float64(c)).astype(F)
LN2_HI, LN2_LO, LOG2_E = F(float(hi)), F(float(LN2 - hi)), F(float(1 / LN2))
MAGIC = F(1.5 * 2 ** 23)
EXP_LOWEST = F(-87.33654)


def horner(p, x):
    powers = sorted(p, reverse=True)
    y = np.full_like(x, p[powers[0]])
    for k in powers[1:]:
        y = fma(y, x, p[k])
    return y


def exp_sum(x, lo):
    n = fma(x, LOG2_E, MAGIC) - MAGIC
    r = fma(n, -LN2_LO, fma(n, -LN2_HI, x) + lo)
    p = fma(horner(p_exp, r), r * r, r) + F(1)
    return np.where(x < EXP_LOWEST, F(0), np.ldexp(p, n.astype(np.int32)).astype(F))


def exp(x):
    return exp_sum(x, F(0))


def log(x):
    tiny = x < F(2.0 ** -126)
    i = np.where(tiny, x * F(2.0 ** 23), x).view(np.int32)
    k = (i - 0x3F2AAAAB) >> 23
    f = (i - (k << 23)).view(F) - F(1)
    e = k.astype(F) - np.where(tiny, F(23), F(0))
    s = f * f
    small = fma(horner(p_log, f) * f, s, fma(e, LN2_LO, F(-0.5) * s))
    return fma(e, LN2_HI, small + f)


def tail_parts(t):
    s = t * t
    lo = fma(t, t, -s)
    e = exp_sum(F(-0.5) * s, F(-0.5) * lo)
    u = F(float(A)) / (t + F(float(A)))
    return e, horner(p_tail, fma(u, F(-2), F(1))) * u


def tanh(x):
    s = x * x
    big = F(1) - F(2) / (exp(F(2) * np.abs(x)) + F(1))
    return np.where(np.abs(x) < F(0.625), fma(horner(p_tanh, s) * s, x, x), np.copysign(big, x))


def sigmoid(x):
    e = exp(-np.abs(x))
    return np.where(x < 0, e, F(1)) / (F(1) + e)


def gelu(x):
    t = np.minimum(np.abs(x), F(float(T_MAX)))
    e, g = tail_parts(t)
    return np.where(x < 0, F(-0.0), x) - e * (t * g)


def gelu_derivative(x):
    t = np.minimum(np.abs(x), F(float(T_MAX)))
    e, g = tail_parts(t)
    d = e * fma(t, F(-0.3989422804014327), g)
    return np.where(x < 0, d, F(1) - d)


def floats(lo, hi, step):
    """Every step-th float of [lo, hi], 0 < lo."""
    a, b = (int(np.array(v, F).view(np.int32)) for v in (lo, hi))
    return np.arange(a, b, step, dtype=np.int32).view(F)


def report(name, f, reference, x):
    with np.errstate(all="ignore"):
        y = f(x).astype(np.float64)
        r = reference(x.astype(np.float64))
        ulp = np.abs(np.spacing(np.abs(r).astype(F))).astype(np.float64)
        err = np.abs(y - r) / ulp
    at = int(np.nanargmax(err))
    print(f"  {name:18s} {len(x):>9,} floats, worst {err[at]:7.3f} ULP at {x[at]!r}, worst absolute {np.nanmax(np.abs(y - r)):.3e}")


special = lambda g: lambda x: g(torch.from_numpy(x)).numpy()
phi = lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
cdf = lambda x: special(torch.special.erfcx)(np.abs(x) / np.sqrt(2)) * np.exp(-x * x / 2) / 2
both = lambda x: np.concatenate([x, -x])
print("\nworst errors:")
report("exp", exp, np.exp, floats(2.0 ** -30, 88.72, 211))
report("exp, x < 0", exp, np.exp, -floats(2.0 ** -30, 87.33, 211))
report("log", log, np.log, floats(1e-45, 3.4e38, 1009))
report("log near 1", log, np.log, floats(0.6, 1.5, 7))
report("tanh", tanh, np.tanh, both(floats(2.0 ** -30, 12, 211)))
report("sigmoid", sigmoid, special(torch.sigmoid), both(floats(2.0 ** -30, 87, 211)))
report("gelu, x > 0", gelu, lambda x: x - x * cdf(x), floats(2.0 ** -30, 20, 211))
report("gelu, x < 0", gelu, lambda x: x * cdf(x), -floats(2.0 ** -30, 12.9, 211))
report("gelu' , x > 0", gelu_derivative, lambda x: 1 - cdf(x) + x * phi(x), floats(2.0 ** -30, 20, 211))
report("gelu' , -0.7 < x", gelu_derivative, lambda x: cdf(x) + x * phi(x), -floats(2.0 ** -30, 0.7, 211))
report("gelu' , x < -0.8", gelu_derivative, lambda x: cdf(x) + x * phi(x), -floats(0.8, 13, 211))
