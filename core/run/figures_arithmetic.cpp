// Arithmetic by the widths of the networks, and columns by the terms of degree 2.
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/measure/measured_steps.h"
#include "core/measure/workload.h"
#include "core/run/figure_kinds.h"

namespace headroom {

namespace {

double counted(std::int64_t value) { return static_cast<double>(value); }

std::int64_t first_layer(const ModelSpec& spec) { return spec.widths[0] * spec.widths[1]; }

// "82 %"
std::string first_share(const ModelSpec& spec) {
  return fixed_text(100 * counted(first_layer(spec)) / (row_arithmetic(spec).forward / 2), 0) + " %";
}

const ModelChoice& choice_of(const RunConfig& config, std::string_view id) {
  for (const ModelChoice& choice : config.models) {
    if (choice.id == id) return choice;
  }
  throw Error(ErrorCode::kInternal, "the preset has no model '" + std::string(id) + "'", config.id);
}

}  // namespace

FigureArithmetic arithmetic_of(std::string title, std::string model, const ModelSpec& spec) {
  const RowArithmetic row = row_arithmetic(spec);
  FigureArithmetic bar{std::move(title), std::move(model), std::llround(row.forward / 2)};
  const double weights = counted(bar.weights);
  bar.forward = row.forward / weights;
  bar.weight_gradients = row.weight_gradients / weights;
  bar.input_gradients = row.input_gradients / weights;
  return bar;
}

void explain_arithmetic(FigureResult& result, const ModelSpec& large, const ModelSpec& small) {
  const FigureArithmetic below = arithmetic_of("Small", "small", small);
  const FigureArithmetic above = arithmetic_of("Large", "large", large);
  const double weights = counted(above.weights) / counted(below.weights);
  const double arithmetic = weights * above.sum() / below.sum();
  result.arithmetic = {below, above};
  result.marks = {{"parameters", counted(parameter_count(large)) / counted(parameter_count(small))},
                  {"arithmetic", arithmetic}};
  result.why.push_back("The first layer needs no gradient for its inputs. It has " + first_share(small) +
                       " of Small's weights and " + first_share(large) + " of Large's: so Large does " +
                       (above.sum() >= below.sum() ? "more" : "less") + " arithmetic for each weight.");
  result.why.push_back(figure_text(weights) + " times the weights x " + fixed_text(above.sum(), 2) + " : " +
                       fixed_text(below.sum(), 2) + " = " + figure_text(arithmetic) +
                       " times the arithmetic.");
}

FigureResult arithmetic_ratio(FigureBench& bench) {
  const RunConfig config = bench.preset("scalability", {"small", "large"});
  DataShape shape;
  shape.columns = config.generator->columns;
  shape.degree = config.degree;
  const auto network = [&](std::string_view id) {
    return make_model(config, choice_of(config, id), shape.features(), Task::kClassification, 2);
  };
  const ModelSpec small = network("small"), large = network("large");
  FigureResult result = bench.result();
  result.setting = format_count(shape.features()) + (shape.degree > 1 ? " features" : " columns");
  explain_arithmetic(result, large, small);
  const double above = row_arithmetic(large).sum(), below = row_arithmetic(small).sum();
  result.figure.value = result.figure.low = result.figure.high = above / below;
  result.figure.how = {format_count(std::llround(above)) + " : " + format_count(std::llround(below)) +
                           " FLOP a row in training",
                       widths_text(large) + " to " + widths_text(small) + ", counted, not measured"};
  std::erase_if(result.marks, [](const FigureMark& mark) { return mark.title == "arithmetic"; });
  return result;
}

FigureResult columns_after_degree_2(FigureBench& bench) {
  RunConfig config = bench.preset("scalability", {"small"});
  config.degree = 2;
  config.generator->rows = 200;  // however many: rows do not change columns
  const std::unique_ptr<Run> run = bench.open(std::move(config));
  const PreparedData& data = run->data();
  const auto after = static_cast<std::int64_t>(data.feature_names.size());
  const std::int64_t before = data.shape.columns;
  FigureResult result = bench.result();
  result.setting = format_count(before) + " columns";
  result.device = device_words(run->device()->info());
  take_values(result, {counted(after) / counted(before)});
  result.figure.how = {format_count(after) + " : " + format_count(before) + " columns",
                       "the stage Features was carried out on this machine"};
  result.why = {format_count(before) + " columns, " + format_count(before) + " squares and " +
                    format_count(after - 2 * before) + " products of two different columns: together " +
                    format_count(after) + ".",
                "n columns have n (n - 1) : 2 pairs: twice the columns are about four times the terms."};
  return result;
}

}  // namespace headroom
