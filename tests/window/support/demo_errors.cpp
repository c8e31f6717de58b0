#include "support/demo_errors.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/base/rng.h"

namespace headroom::app::demo {

Demo errors(std::int64_t classes, std::int64_t wrong) {
  Demo demo{"errors", training({"small", "large"}, 7), ui_state()};
  demo.state.tab = Tab::kErrors;
  auto data = std::make_shared<Dataset>(*demo.run.facts->dataset);
  data->class_names.clear();
  for (std::int64_t c = 0; c < classes; ++c) data->class_names.push_back("k" + std::to_string(c));
  demo.run.facts.edit().dataset = data;
  ErrorFigures figures;
  Rng rng(9);
  for (const char* const id : {"small", "large"}) {
    ErrorFigures::Model model;
    model.id = id;
    model.epoch = 7;
    model.steps = 875;
    model.rows = 600;
    model.counts.resize(static_cast<std::size_t>(classes * classes));
    for (std::uint32_t i = 0; i < 600; ++i) {
      RowAnswer answer;
      answer.row = 1000 + i;
      answer.truth = static_cast<std::uint16_t>(i % classes);
      const bool right = i >= wrong;
      answer.said[0] =
          right ? answer.truth : static_cast<std::uint16_t>((answer.truth + 1 + i % 2) % classes);
      answer.said[1] = static_cast<std::uint16_t>((answer.said[0] + 1) % classes);
      answer.said[2] = static_cast<std::uint16_t>((answer.said[0] + 2) % classes);
      answer.share = {static_cast<float>(rng.uniform(0.4, 1)), 0.2F, 0.1F};
      model.correct += answer.said[0] == answer.truth ? 1 : 0;
      ++model.counts[static_cast<std::size_t>(answer.truth * classes + answer.said[0])];
      model.calibration.add(static_cast<double>(answer.share[0]), right);
      model.answers.push_back(answer);
      if (right && model.surest.size() < ErrorFigures::kExtremes) {
        model.surest.push_back(i);
        model.least_sure.push_back(i);
      }
    }
    model.order.resize(600);
    std::iota(model.order.begin(), model.order.end(), 0U);
    const auto key = [&](std::uint32_t i) {
      return std::tuple(model.answers[i].truth, model.answers[i].said[0], -model.answers[i].share[0]);
    };
    std::sort(model.order.begin(), model.order.end(), [&](auto a, auto b) { return key(a) < key(b); });
    model.classes = class_metrics_of(model.counts);
    model.confused = most_confused(model.counts, ErrorFigures::kMostPairs);
    if (classes <= ErrorFigures::kMostCurves) model.similar = order_by_similarity(model.counts);
    figures.models.push_back(std::move(model));
  }
  Inspection inspection;
  inspection.kind = Inspect::kErrors;
  inspection.version = 1;
  inspection.findings = std::move(figures);
  demo.run.inspections[index_of(Inspect::kErrors)] =
      std::make_shared<const Inspection>(std::move(inspection));
  return demo;
}

}  // namespace headroom::app::demo
