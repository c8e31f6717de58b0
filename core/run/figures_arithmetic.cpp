// Arithmetic by the widths of the networks, and columns by the terms of degree 2.
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
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
  result.marks = {{tr("parameters"), counted(parameter_count(large)) / counted(parameter_count(small))},
                  {tr("arithmetic"), arithmetic}};
  result.why.push_back(above.sum() >= below.sum() ? tr("The first layer needs no gradient for its inputs. It "
                                                       "has {1} of Small's weights and {2} of Large's: so "
                                                       "Large does more arithmetic for each weight.",
                                                       first_share(small), first_share(large))
                                                  : tr("The first layer needs no gradient for its inputs. It "
                                                       "has {1} of Small's weights and {2} of Large's: so "
                                                       "Large does less arithmetic for each weight.",
                                                       first_share(small), first_share(large)));
  result.why.push_back(tr("{1} times the weights x {2} = {3} times the arithmetic.", figure_text(weights),
                          fixed_text(above.sum(), 2) + " : " + fixed_text(below.sum(), 2),
                          figure_text(arithmetic)));
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
  result.setting = shape.degree > 1 ? tr_n("{n} feature", "{n} features", shape.features())
                                    : tr_n("{n} column", "{n} columns", shape.features());
  explain_arithmetic(result, large, small);
  const double above = row_arithmetic(large).sum(), below = row_arithmetic(small).sum();
  result.figure.value = result.figure.low = result.figure.high = above / below;
  result.figure.how = {tr("{1} FLOP a row in training",
                          format_count(std::llround(above)) + " : " + format_count(std::llround(below))),
                       tr("{1} to {2}, counted, not measured", widths_text(large), widths_text(small))};
  std::erase_if(result.marks, [](const FigureMark& mark) { return mark.title == tr("arithmetic"); });
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
  result.setting = tr_n("{n} column", "{n} columns", before);
  result.device = device_words(run->device()->info());
  take_values(result, {counted(after) / counted(before)});
  result.figure.how = {tr("{1} : {2} columns", format_count(after), format_count(before)),
                       tr("the stage Features was carried out on this machine")};
  result.why = {tr("{1} columns, {1} squares and {2} products of two different columns: together {3}.",
                   format_count(before), format_count(after - 2 * before), format_count(after)),
                tr("n columns have n (n - 1) : 2 pairs: twice the columns are about four times the terms.")};
  return result;
}

}  // namespace headroom
