// headroom-cli plan: what a model needs on one GPU, whether it fits, and what would change that.
#include <algorithm>
#include <cmath>
#include <memory>
#include <thread>

#include "app/cli/context.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/plan_options.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/file.h"
#include "core/measure/measured_steps.h"
#include "core/plan/plan_export.h"
#include "core/plan/roofline_export.h"

namespace headroom::cli {

namespace {

void print_ledger(const PlanReport& report, std::ostream& out) {
  Table table({"category", ">bytes", ">likely", "range", "grade", "formula", "source"});
  for (const PlanLine& line : report.plan.lines) {
    table.add({std::string(plan_category_name(line.category)), format_count(line.bytes),
               format_bytes(line.bytes), range_text(line), std::string(grade_name(line.grade)), line.formula,
               line.source});
  }
  const GpuPlan& plan = report.plan;
  table.add({"sum", format_count(plan.bytes), format_bytes(plan.bytes),
             format_bytes(plan.low) + " to " + format_bytes(plan.high), std::string(grade_name(plan.grade)),
             "", ""});
  table.print(out);
  if (report.inputs.transformer && plan.binding != Peak::kDecode) {
    out << "peaks: end of the forward pass " << format_bytes(plan.backward_peak) << ", optimizer step "
        << format_bytes(plan.optimizer_peak) << "; the "
        << (plan.binding == Peak::kBackward ? "first" : "second") << " decides\n";
  }
  if (plan.host_high > 0) {
    out << "host memory: " << format_bytes(plan.host_bytes) << " to " << format_bytes(plan.host_high) << '\n';
  }
}

void print_target(const PlanReport& report, std::ostream& out) {
  const PlanTarget& target = report.target;
  out << target.name << ": ";
  if (target.sold > 0) out << "sold as " << target.sold / 1'000'000'000 << " GB, ";
  if (target.nvidia_smi > 0) out << "nvidia-smi " << format_count(target.nvidia_smi / kMiB) << " MiB, ";
  out << "usable " << format_bytes(target.usable) << " (" << target.usable_source << ")";
  if (target.others > 0) out << ", " << format_bytes(target.others) << " held by others";
  out << '\n' << verdict_sentence(report) << '\n';
}

void print_remedies(const PlanReport& report, std::ostream& out) {
  if (report.remedies.empty()) return;
  out << "\nwhat would change it, cheapest first\n";
  Table table({"remedy", ">per GPU", ">saves", "verdict", "costs"});
  for (const PlanRemedy& remedy : report.remedies) {
    table.add({remedy.title, format_bytes(remedy.bytes),
               remedy.saves_nothing || remedy.saves == 0 ? "-" : format_bytes(remedy.saves),
               std::string(verdict_name(remedy.verdict)), remedy.cost});
  }
  table.print(out);
}

void print_limits(const PlanReport& report, std::ostream& out) {
  const PlanLimits& limits = report.limits;
  out << "\nthe most that fits: ";
  if (report.inputs.transformer) {
    out << "micro-batch " << format_count(limits.micro_batch) << ", sequence "
        << format_count(limits.sequence) << "; fewest cards "
        << (limits.cards > 0 ? format_count(limits.cards) : std::string("none is enough")) << '\n';
  } else {
    out << "batch " << format_count(limits.batch) << ", rows " << format_count(limits.rows)
        << ", hidden layers " << format_count(limits.width) << " wide\n";
    out << "the same network in PyTorch: about " << format_bytes(report.pytorch_bytes)
        << " as nvidia-smi shows it\n";
  }
}

void print_time(const PlanReport& report, std::ostream& out) {
  if (!report.step) return;
  out << "\ntime (assumed): a step " << duration_text(report.step->step) << ", limited by "
      << limit_name(report.step->limit) << '\n';
  if (report.run && report.run->steps > 1) {
    out << "all " << format_count(static_cast<std::int64_t>(std::min(report.run->steps, 9e18)))
        << " steps: " << duration_text(report.run->seconds);
    if (report.run->kilowatt_hours.seconds > 0) out << ", " << energy_text(report.run->kilowatt_hours);
    if (report.run->money) out << ", cost " << fixed(report.run->money->seconds, 2);
    out << '\n';
  }
  if (!report.two_cards.empty()) out << report.two_cards << '\n';
}

void print_roofline(const PlanReport& report, std::ostream& out) {
  if (report.roofline) {
    const Roofline& chart = *report.roofline;
    out << "roofline: " << chart.compute.figure << " " << rate_text(chart.compute.sold, "FLOP/s")
        << (chart.compute.from_memory ? " *" : "") << ", " << chart.bandwidth.figure << " "
        << rate_text(chart.bandwidth.sold, "B/s") << (chart.bandwidth.from_memory ? " *" : "")
        << "; this step has " << intensity_text(chart.work.intensity()) << " FLOP per byte and reaches "
        << rate_text(chart.rate().seconds, "FLOP/s") << " (" << rate_text(chart.rate().low, "FLOP/s")
        << " to " << rate_text(chart.rate().high, "FLOP/s") << ")\n";
  }
  if (report.measured.empty()) return;
  out << "\nmeasured on this machine\n";
  Table table({"network", "device", ">a step", ">speed", ">FLOP per byte", "how"});
  for (const MeasuredStep& step : report.measured) {
    table.add({step.network, step.device, duration_text(step.seconds.seconds),
               rate_text(step.rate(), "FLOP/s"), intensity_text(step.intensity()), step.how});
  }
  table.print(out);
}

void print_cards(const PlanReport& report, std::ostream& out) {
  out << "\nevery card (* a figure that nobody has checked)\n";
  Table table({"card", ">usable", "verdict", ">headroom", ">step", "notes"});
  for (const CardVerdict& card : report.cards) {
    table.add({card.name + (card.from_memory ? " *" : ""), format_bytes(card.usable),
               std::string(verdict_name(card.judgement.verdict)), format_bytes(card.judgement.headroom),
               card.step ? duration_text(card.step->step.seconds) : "-", card.note});
  }
  table.print(out);
}

void print_plan(const PlanReport& report, bool all_gpus, std::ostream& out) {
  out << inputs_sentence(report.inputs) << "\nparameters " << format_count(report.plan.parameters);
  if (report.plan.active_parameters != report.plan.parameters) {
    out << ", " << format_count(report.plan.active_parameters) << " active for one token";
  }
  out << "\n\n";
  print_ledger(report, out);
  out << '\n';
  print_target(report, out);
  print_remedies(report, out);
  print_limits(report, out);
  print_time(report, out);
  print_roofline(report, out);
  if (all_gpus) print_cards(report, out);
}

std::vector<MeasuredStep> measure_here(const PlanInputs& inputs) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  const auto candidates = [cores](Precision precision) {
    return device_candidates("auto", thread_counts(cores), precision);
  };
  return measure_steps(jobs_to_measure(inputs), candidates, stop_request());
}

PlanReport answer(const PlanOptions& options) {
  try {
    std::vector<std::string> notes;
    PlanInputs inputs = plan_inputs(options, notes);
    const Catalogue catalogue = plan_catalogue(options);
    const PlanTarget target = plan_target(options, catalogue, inputs, notes);
    PlanReport report = make_report(inputs, target, catalogue);
    if (options.measure) report.measured = measure_here(inputs);
    report.plan.notes.insert(report.plan.notes.begin(), notes.begin(), notes.end());
    return report;
  } catch (const Error& error) {
    // The planner names a quantity; on the command line it has an option.
    throw Error(error.code(), error.message(), option_of(error.where()));
  }
}

}  // namespace

Action add_plan(Subcommand& app) {
  auto options = std::make_shared<PlanOptions>();
  register_options(app, *options);
  return [options](Context& context) {
    PlanReport report = answer(*options);
    if (options->markdown) write_file(*options->markdown, plan_markdown(report));
    if (context.json) {
      print_json(plan_json(report, options->all_gpus), context.out);
      return;
    }
    for (const std::string& note : report.plan.notes) context.say(note);
    print_plan(report, options->all_gpus, context.out);
  };
}

}  // namespace headroom::cli
