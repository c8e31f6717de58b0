// Polynomial features of degree 2 without bias, values and order as scikit-learn's
// PolynomialFeatures(2, include_bias=False): x0..xn-1, then x0*x0, x0*x1, ..., x0*xn-1, x1*x1, ...
// 20 columns become 20 + 210 = 230.
//
// The host version is the oracle for the devices.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/host_device.h"

namespace headroom {

// Number of features of degree 1 or 2: n, or n + n(n+1)/2. Checked: throws Error{kOutOfMemory}.
std::int64_t feature_count(std::int64_t columns, int degree);

// "x0", "x1", ..., "x0^2", "x0 x1", ...: the names scikit-learn gives.
std::vector<std::string> feature_names(std::span<const std::string> columns, int degree);

// x: [rows, columns] -> out: [rows, feature_count(columns, degree)], both row-major.
void expand_features(std::span<const float> x, std::int64_t columns, int degree, std::span<float> out);

}  // namespace headroom
