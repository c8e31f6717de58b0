#include "core/memory/headroom.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/memory/inverse.h"

namespace headroom {

namespace {

std::string need_text(Bytes need) {
  return need == kBeyondCounting ? "more than " + format_bytes(need) : format_bytes(need);
}

// Where they are too few to matter, nothing.
std::string copies_text(const HeadroomReport& report) {
  if (report.copies < report.need / 10) return {};
  return " (" + format_bytes(report.copies) + " of it for copies to go back to)";
}

// "batch 8 192 -> 1 024 would fit (saves 17.3 GiB), or ..."; without any: what saves the most.
std::string advice(const std::vector<Lever>& levers) {
  constexpr int kShown = 3;
  std::string text;
  int shown = 0;
  for (const Lever& lever : levers) {
    if (lever.verdict != Verdict::kFits || shown == kShown) continue;
    text += (shown++ == 0 ? "; " : ", or ") + lever.title + " would fit (saves " + format_bytes(lever.saves) +
            ")";
  }
  if (shown > 0) return text;
  const auto most = std::max_element(levers.begin(), levers.end(),
                                     [](const Lever& a, const Lever& b) { return a.saves < b.saves; });
  if (most == levers.end()) return "; free memory on the device or use another one";
  return "; no single change is enough, " + most->title + " saves the most (" + format_bytes(most->saves) +
         ")";
}

}  // namespace

std::vector<TensorTable> plan_tables(const MemoryQuestion& question) {
  std::vector<TensorTable> tables;
  tables.push_back(dataset_tensors(question.data, question.layout));
  for (const ModelSpec& model : question.models) {
    tables.push_back(engine_tensors(model, question.settings, question.data, question.layout));
  }
  return tables;
}

Bytes planned_bytes(const MemoryQuestion& question) {
  Bytes sum = 0;
  for (const TensorTable& table : plan_tables(question)) sum = checked_add(sum, table.total());
  return sum;
}

Bytes kept_copy_bytes(const MemoryQuestion& question) {
  if (!question.layout.in_main_memory) return 0;
  Bytes sum = 0;
  const Bytes each = (1 + optimizer_states(question.settings.optimizer.kind)) * Bytes{sizeof(float)};
  for (const ModelSpec& model : question.models) {
    sum = checked_add(sum, checked_mul(each, parameter_count(model)));
  }
  return sum;
}

Bytes planned_bytes_or_beyond(const MemoryQuestion& question, int copies) noexcept {
  try {
    const Bytes kept = copies > 0 ? checked_mul(copies, kept_copy_bytes(question)) : 0;
    return std::min(checked_add(planned_bytes(question), kept), kBeyondCounting);
  } catch (const Error&) {
    return kBeyondCounting;  // the only thing the table refuses
  }
}

Bytes safety_margin(Bytes device_total) { return std::max(64 * kMiB, device_total / 100); }

HeadroomReport assess(const MemoryQuestion& question, const MemoryStatus& device) {
  const Bytes margin = safety_margin(device.total);
  HeadroomReport report;
  report.need = planned_bytes_or_beyond(question);
  report.available = device.free + device.charged - margin;
  // Once the run is on the device, one copy exists already and is no longer free.
  const int copies = device.charged < report.need ? 2 : 1;
  const Bytes everything = planned_bytes_or_beyond(question, copies);
  report.copies = everything - report.need;
  report.headroom = report.available - everything;
  report.verdict = report.headroom >= 0            ? Verdict::kFits
                   : report.headroom + margin >= 0 ? Verdict::kBorderline
                                                   : Verdict::kDoesNotFit;

  const auto fits = [&](const MemoryQuestion& changed) {
    return planned_bytes_or_beyond(changed, copies) <= report.available;
  };
  const std::int64_t most_batch = question.data.train_rows;
  report.largest_batch = largest_that(most_batch, [&](auto b) { return fits(with_batch(question, b)); });
  report.batch_is_whole_data = most_batch > 0 && report.largest_batch == most_batch;
  report.largest_rows = largest_that(kMostRows, [&](auto r) { return fits(with_rows(question, r)); });
  if (widest_hidden(question) > 0) {
    report.largest_width = largest_that(kMostWidth, [&](auto w) { return fits(with_width(question, w)); });
  }
  if (report.verdict != Verdict::kFits) {
    report.levers = find_levers(question, everything, report.available, margin, copies);
  }
  return report;
}

void require_fits(const HeadroomReport& report, const std::string& device_id) {
  if (report.verdict != Verdict::kDoesNotFit) return;
  const Bytes usable = std::max<Bytes>(0, report.available);
  throw Error(
      ErrorCode::kOutOfMemory,
      "the run needs " + need_text(report.need + report.copies) + copies_text(report) + ", " +
          format_bytes(usable) + " can be used on " + device_id + ": short by " +
          need_text(report.need + report.copies == kBeyondCounting ? kBeyondCounting : -report.headroom) +
          advice(report.levers),
      device_id);
}

}  // namespace headroom
