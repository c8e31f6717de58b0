// Elementary functions with the same bits on every processor and with every C library: built from sums,
// products, quotients and square roots of double, which IEEE 754 rounds alike everywhere. The system's own
// differ in the last bit from one version to the next, and use fused products where there are some.
//
//   portable_exp(1.0);   // 2.718281828459045 everywhere
//
// Within 3 units in the last place of the true value, tanh and erf within 10, where that is a normal number;
// NaN in, NaN out.
//
// Thread rule: pure functions.
#pragma once

namespace headroom {

double portable_exp(double x);    // 0 below -708: what is smaller than a normal number
double portable_log(double x);    // -infinity at 0, NaN below
double portable_log1p(double x);  // log(1 + x)
double portable_sin(double x);    // |x| up to 1e6, as angles are; beyond it less exact, still portable
double portable_cos(double x);
double portable_tanh(double x);
double portable_erf(double x);

}  // namespace headroom
