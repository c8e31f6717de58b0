// Coefficients of scikit-learn 1.9.1 on assets/samples/iris.csv:
//   make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10000))
//   make_pipeline(StandardScaler(), Ridge(alpha)), the fourth column from the first three
#include "core/train/linear_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/data/csv/csv.h"
#include "core/data/tabular.h"
#include "test_places.h"

namespace headroom {
namespace {

constexpr double kNear = 2e-4;  // float columns and where the two solvers stop
const LogisticOptions kExact{.c = 1, .tolerance = 1e-9, .iterations = 10000};

struct Iris {
  Dataset data;
  std::vector<std::int64_t> classes;

  Iris() {
    Progress progress;
    const std::string path = std::string(HEADROOM_ASSETS_DIR) + "/samples/iris.csv";
    data = make_dataset(read_csv(path, {}, progress), {.target = "species"}, progress);
    for (const float target : data.targets) classes.push_back(static_cast<std::int64_t>(target));
  }
  double accuracy(const LinearModel& model, const std::vector<std::int64_t>& wanted) const {
    int right = 0;
    for (std::int64_t r = 0; r < data.rows; ++r) {
      right += model.class_of({data.row(r), 4}) == wanted[static_cast<std::size_t>(r)] ? 1 : 0;
    }
    return right / static_cast<double>(data.rows);
  }
};

void expect_near(const std::vector<double>& got, const std::vector<double>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], wanted[i], kNear) << i;
}

TEST(LinearModel, ThreeClassesAsScikitLearn) {
  const Iris iris;
  const LinearModel model = fit_logistic(iris.data.values, 4, iris.classes, 3, kExact);
  expect_near(model.weights,
              {-1.074065855, 1.1601150177, -1.930691939, -1.8115561312, 0.5878100605, -0.361840588,
               -0.3634308606, -0.8262697552, 0.4862557944, -0.7982744298, 2.2941227997, 2.6378258864});
  expect_near(model.bias, {-0.2052410045, 2.0748397919, -1.8695987874});
  EXPECT_NEAR(iris.accuracy(model, iris.classes), 0.9733333333333334, 1e-12);
}

TEST(LinearModel, TwoClassesAsScikitLearn) {
  const Iris iris;
  std::vector<std::int64_t> last;
  for (const std::int64_t each : iris.classes) last.push_back(each == 2 ? 1 : 0);
  const LinearModel model = fit_logistic(iris.data.values, 4, last, 2, kExact);
  expect_near(model.weights, {0.1399520602, -0.5147812457, 2.4802614703, 3.1407626985});
  expect_near(model.bias, {-3.801574038});
  EXPECT_NEAR(iris.accuracy(model, last), 0.9733333333333334, 1e-12);
}

TEST(LinearModel, TheUsualToleranceGivesTheSameAnswers) {
  const Iris iris;
  EXPECT_NEAR(iris.accuracy(fit_logistic(iris.data.values, 4, iris.classes, 3), iris.classes), 0.9733, 1e-3);
}

TEST(LinearModel, RidgeAsScikitLearn) {
  const Iris iris;
  std::vector<float> x;
  std::vector<double> y;
  for (std::int64_t r = 0; r < iris.data.rows; ++r) {
    x.insert(x.end(), iris.data.row(r), iris.data.row(r) + 3);
    y.push_back(static_cast<double>(iris.data.row(r)[3]));
  }
  const LinearModel weak = fit_ridge(x, 3, y);
  expect_near(weak.weights, {-0.1281007632, 0.0796349022, 0.8714631255});
  expect_near(weak.bias, {1.199333333333335});
  expect_near(fit_ridge(x, 3, y, 50).weights, {0.20099166, -0.0633685917, 0.396837664});
  EXPECT_NEAR(weak.value({iris.data.row(0), 3}),
              weak.weights[0] * (5.1 - weak.mean[0]) * weak.factor[0] +
                  weak.weights[1] * (3.5 - weak.mean[1]) * weak.factor[1] +
                  weak.weights[2] * (1.4 - weak.mean[2]) * weak.factor[2] + weak.bias[0],
              1e-6);
}

TEST(LinearModel, ConstantAndEqualColumnsAndClassesWithoutRows) {
  // Columns: the value, the same again, a constant. Class 1 of three never occurs.
  std::vector<float> x;
  std::vector<std::int64_t> y;
  std::vector<double> value;
  for (int i = 0; i < 40; ++i) {
    x.insert(x.end(), {static_cast<float>(i), static_cast<float>(i), 7.0F});
    y.push_back(i < 20 ? 0 : 2);
    value.push_back(3.0 * i + 1);
  }
  const LinearModel classes = fit_logistic(x, 3, y, 3);
  EXPECT_EQ(classes.classes, (std::vector<std::int64_t>{0, 2}));
  EXPECT_EQ(classes.class_of(std::vector<float>{1, 1, 7}), 0);
  EXPECT_EQ(classes.class_of(std::vector<float>{38, 38, 9}), 2);  // a constant column says nothing
  const LinearModel line = fit_ridge(x, 3, value, 1e-6);
  EXPECT_NEAR(line.value(std::vector<float>{10, 10, 7}), 31, 1e-4);
  EXPECT_EQ(fit_logistic(x, 3, std::vector<std::int64_t>(40, 1), 3).class_of(std::vector<float>{1, 1, 1}), 1);
}

TEST(LinearModel, IsCancelled) {
  const Iris iris;
  Progress progress;
  progress.cancel();
  EXPECT_THROW(fit_logistic(iris.data.values, 4, iris.classes, 3, {}, progress), Error);
}

}  // namespace
}  // namespace headroom
