// The arithmetic of the fused engine against sums in double, for every instruction set of this processor
// and for sizes around the edges of its tiles.
#include "core/device/cpu/panel_kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/rng.h"
#include "core/data/polynomial.h"
#include "core/device/panels.h"

namespace headroom::cpu {
namespace {

using Floats = std::vector<float>;
constexpr std::int64_t kSizes[] = {1, 2, 5, 6, 7, 8, 12, 13, 15, 16, 17, 23, 24, 33, 50};

Floats random(Rng& rng, std::int64_t count) {
  Floats values;
  for (std::int64_t i = 0; i < count; ++i) values.push_back(static_cast<float>(rng.uniform(-1, 1)));
  return values;
}

double at(const Floats& values, std::int64_t i) {
  return static_cast<double>(values[static_cast<std::size_t>(i)]);
}

class Kernels : public testing::TestWithParam<const PanelKernels*> {
 protected:
  const PanelKernels& kernels() const { return *GetParam(); }
  Rng rng_{3};
};

TEST_P(Kernels, Forward) {
  for (const std::int64_t in : kSizes) {
    for (const std::int64_t out : kSizes) {
      const Floats w = random(rng_, out * in), bias = random(rng_, out), x = random(rng_, in * kPanelRows);
      for (const bool relu : {false, true}) {
        Floats y(static_cast<std::size_t>(out * kPanelRows), 7.0F);
        kernels().forward(w.data(), bias.data(), in, out, x.data(), relu, y.data());
        for (std::int64_t o = 0; o < out; ++o) {
          for (std::int64_t s = 0; s < kPanelRows; ++s) {
            double want = at(bias, o);
            for (std::int64_t k = 0; k < in; ++k) want += at(w, o * in + k) * at(x, k * kPanelRows + s);
            if (relu && want < 0) want = 0;
            ASSERT_NEAR(at(y, o * kPanelRows + s), want, 1e-5) << in << " -> " << out << ", " << o;
          }
        }
      }
    }
  }
}

TEST_P(Kernels, ForwardKeepsNaN) {
  const Floats w{NAN}, bias{0.0F}, x(kPanelRows, 1.0F);
  Floats y(kPanelRows);
  kernels().forward(w.data(), bias.data(), 1, 1, x.data(), true, y.data());
  for (const float v : y) EXPECT_TRUE(std::isnan(v));
}

TEST_P(Kernels, InputGradient) {
  for (const std::int64_t in : kSizes) {
    for (const std::int64_t out : kSizes) {
      const Floats w = random(rng_, out * in), dy = random(rng_, out * kPanelRows);
      const Floats value = random(rng_, in * kPanelRows);
      for (const bool relu : {false, true}) {
        Floats dx(static_cast<std::size_t>(in * kPanelRows), 7.0F);
        kernels().input_gradient(w.data(), in, out, dy.data(), relu ? value.data() : nullptr, dx.data());
        for (std::int64_t i = 0; i < in; ++i) {
          for (std::int64_t s = 0; s < kPanelRows; ++s) {
            double want = 0;
            for (std::int64_t o = 0; o < out; ++o) want += at(w, o * in + i) * at(dy, o * kPanelRows + s);
            if (relu && at(value, i * kPanelRows + s) <= 0) want = 0;
            ASSERT_NEAR(at(dx, i * kPanelRows + s), want, 1e-5) << in << " <- " << out << ", " << i;
          }
        }
      }
    }
  }
}

// In two calls, as two threads share the rows; whatever lies behind the matrix stays as it is.
TEST_P(Kernels, WeightGradient) {
  for (const std::int64_t in : kSizes) {
    for (const std::int64_t out : kSizes) {
      for (const std::int64_t panels : {1, 3}) {
        const std::int64_t stride = row_stride(in), rows = panels * kPanelRows;
        Floats x = random(rng_, rows * stride);
        for (std::int64_t r = 0; r < rows; ++r) x[static_cast<std::size_t>(r * stride + in)] = 1.0F;
        const Floats dy = random(rng_, out * rows);
        Floats dw(static_cast<std::size_t>(out * in + 16), 7.0F),
            db(static_cast<std::size_t>(out + 16), 7.0F);
        const PanelKernels::WeightGradient work{dy.data(), x.data(), panels,    in,
                                                out,       stride,   dw.data(), db.data()};
        const std::int64_t half = out / 2;
        kernels().weight_gradient(work, half, out);
        kernels().weight_gradient(work, 0, half);
        for (std::int64_t o = 0; o < out; ++o) {
          for (std::int64_t i = 0; i <= in; ++i) {
            double want = 0;
            for (std::int64_t r = 0; r < rows; ++r) {
              const std::int64_t panel = r / kPanelRows, s = r % kPanelRows;
              want += at(dy, (panel * out + o) * kPanelRows + s) * at(x, r * stride + i);
            }
            ASSERT_NEAR(i < in ? at(dw, o * in + i) : at(db, o), want, 2e-5)
                << in << ", " << out << ", " << o;
          }
        }
        for (std::int64_t i = 0; i < 16; ++i) {
          ASSERT_EQ(at(dw, out * in + i), 7.0);
          ASSERT_EQ(at(db, out + i), 7.0);
        }
      }
    }
  }
}

TEST_P(Kernels, PanelsAndBack) {
  for (const std::int64_t width : kSizes) {
    for (const std::int64_t count : {1, 7, 16}) {
      const std::int64_t stride = width + 3;
      const Floats rows = random(rng_, kPanelRows * stride);
      Floats panel(static_cast<std::size_t>(width * kPanelRows), 7.0F);
      kernels().to_panel(rows.data(), stride, count, width, panel.data());
      for (std::int64_t k = 0; k < width; ++k) {
        for (std::int64_t s = 0; s < kPanelRows; ++s) {
          ASSERT_EQ(at(panel, k * kPanelRows + s), s < count ? at(rows, s * stride + k) : 0.0);
        }
      }
      Floats back(static_cast<std::size_t>(kPanelRows * stride), 7.0F);
      kernels().from_panel(panel.data(), width, back.data(), stride);
      for (std::int64_t s = 0; s < kPanelRows; ++s) {
        for (std::int64_t k = 0; k < stride; ++k) {
          const double want = k >= width ? 7.0 : s < count ? at(rows, s * stride + k) : 0.0;
          ASSERT_EQ(at(back, s * stride + k), want);
        }
      }
    }
  }
}

TEST_P(Kernels, TermsOfASampleAndOfAPanel) {
  for (const std::int64_t columns : kSizes) {
    const std::int64_t width = feature_count(columns, 2);
    const Floats x = random(rng_, kPanelRows * columns);
    Floats want(static_cast<std::size_t>(kPanelRows * width));
    expand_features(x, columns, 2, want);

    Floats row(x.begin(), x.begin() + columns);
    row.resize(static_cast<std::size_t>(width + 1), 7.0F);
    kernels().row_terms(row.data(), columns);
    for (std::int64_t k = 0; k < width; ++k) ASSERT_EQ(at(row, k), at(want, k)) << columns << ", " << k;
    EXPECT_EQ(at(row, width), 7.0);

    Floats panel(static_cast<std::size_t>(width * kPanelRows), 7.0F);
    kernels().to_panel(x.data(), columns, kPanelRows, columns, panel.data());
    kernels().panel_terms(panel.data(), columns);
    for (std::int64_t s = 0; s < kPanelRows; ++s) {
      for (std::int64_t k = 0; k < width; ++k) {
        ASSERT_EQ(at(panel, k * kPanelRows + s), at(want, s * width + k)) << columns << ", " << k;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, Kernels, testing::ValuesIn(all_panel_kernels()), [](const auto& set) {
  std::string name = set.param->name;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace headroom::cpu
