#include <cmath>
#include <ostream>

#include "app/cli/output.h"
#include "app/cli/quality_json.h"
#include "app/cli/train_report.h"

namespace headroom::cli {

namespace {

void print_stages(const Run& run, std::ostream& out) {
  Table table({"stage", ">in", "", ">out", ">bytes", ">time", "where", "note"});
  for (const StageReport& stage : run.stages(false)) {
    table.add({std::string(stage_title(stage.id)), shape_text(stage.in), stage.in.empty() ? "" : "->",
               stage.out.empty() ? stage.out_text : shape_text(stage.out),
               stage.bytes > 0 ? format_bytes(stage.bytes) : "", seconds_text(stage.seconds), stage.where,
               stage.note});
  }
  table.print(out);
}

// "0", "+1 024", "-512": of a figure that should be 0.
std::string signed_count(Bytes bytes) { return (bytes > 0 ? "+" : "") + format_count(bytes); }

void print_memory(const Run& run, std::ostream& out) {
  const MemoryAccount account = run.memory_account();
  Table table({"memory", ">predicted", ">charged", ">error", ">"});
  for (std::size_t c = 0; c < kCategoryCount; ++c) {
    if (account.predicted[c] == 0 && account.charged[c] == 0) continue;
    const auto category = static_cast<Category>(c);
    table.add({std::string(category_name(category)), format_count(account.predicted[c]),
               format_count(account.charged[c]), signed_count(account.error(category)),
               format_bytes(account.charged[c])});
  }
  const Bytes predicted = account.predicted_total(), charged = account.charged_total();
  table.add({"total of this run", format_count(predicted), format_count(charged),
             signed_count(charged - predicted), format_bytes(charged)});
  table.print(out);

  const bool cpu = run.device()->info().kind == "cpu";
  Table device({"device", ">bytes", ">"});
  const auto add = [&device](const std::string& name, Bytes bytes) {
    device.add({name, format_count(bytes), format_bytes(bytes)});
  };
  add(cpu ? "the program itself" : "CUDA context and modules", account.context);
  add(account.unfilled > 0 ? "charged and this, less the empty part of the recorder" : "charged and this",
      account.accounted());
  add(cpu ? "used, says the system" : "used, says the driver", account.used);
  device.add(
      {"difference", signed_count(account.difference()), fixed(account.difference_percent(), 2) + " %"});
  add("total", run.memory_before().total);
  add("free", run.device()->memory().free);
  out << '\n';
  device.print(out);
}

void print_epochs(const Trainer& trainer, double unit, std::ostream& out) {
  const bool regression = trainer.regression();
  Table table({">epoch", ">train loss", regression ? ">train RMSE" : ">train accuracy", ">validation loss",
               regression ? ">validation RMSE" : ">validation accuracy", regression ? ">R2" : ">", ">time",
               ">steps"});
  for (const EpochMetric& m : trainer.history().epochs) {
    table.add({format_count(m.epoch), fixed(m.train_loss, 4),
               regression ? figure(unit * std::sqrt(m.train_loss)) : percent(m.train_accuracy),
               fixed(m.validation_loss, 4),
               regression ? figure(unit * std::sqrt(m.validation_loss)) : percent(m.validation_accuracy),
               regression ? fixed(m.r2, 4) : "", seconds_text(m.seconds), format_count(m.steps)});
  }
  table.print(out);
}

void print_steps(const Trainer& trainer, std::ostream& out) {
  Table table({">step", ">loss"});
  const Series& losses = trainer.history().step_loss;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    table.add({format_count(first_step(trainer) + static_cast<std::int64_t>(i)), fixed(losses[i], 6)});
  }
  table.print(out);
}

void print_final(const Trainer& trainer, const Quality& quality, double unit, std::ostream& out) {
  const EpochMetric& last = *trainer.result();
  out << "validation loss " << fixed(last.validation_loss, 4)
      << (trainer.regression()
              ? ", RMSE " + figure(unit * std::sqrt(last.validation_loss)) + ", R2 " + fixed(last.r2, 4)
              : ", accuracy " + percent(last.validation_accuracy) + " (balanced " +
                    percent(quality.classes->balanced_accuracy) + ")")
      << ", " << seconds_text(trainer.seconds()) << " of training, "
      << format_count(static_cast<std::int64_t>(std::llround(steps_per_second(trainer)))) << " steps/s"
      << (trainer.stopped_early() ? ", stopped early" : "")
      << (trainer.best().in_use ? ", the network of epoch " + format_count(last.epoch) : "") << '\n';
}

// A line's beginning, eight characters: what it is about; with several models, which one.
std::string label(const std::string& what, const std::vector<const Lane*>& lanes, const Lane& lane) {
  const std::string text = lanes.size() > 1 ? lane.choice.id : what;
  return text + std::string(text.size() < 8 ? 8 - text.size() : 1, ' ');
}

}  // namespace

void print_train_tables(const Run& run, const TrainResults& results, bool log_steps, std::ostream& out) {
  const std::vector<const Lane*> lanes = run.training_lanes();
  const DeviceInfo& device = run.device()->info();
  out << "device  " << device.id << "  " << device.name;
  if (device.threads > 1) out << ", " << device.threads << " threads";
  out << '\n';
  for (const Lane* lane : lanes) {
    out << label("model", lanes, *lane) << widths_text(lane->spec) << "  "
        << format_count(parameter_count(lane->spec)) << " parameters, "
        << activation_name(lane->spec.activation) << ", " << output_name(lane->spec.output) << " output\n";
  }
  out << '\n';
  print_stages(run, out);
  out << '\n';
  print_memory(run, out);
  if (run.data().target != TargetScale{}) {
    out << "\nlosses are of the standardised target, RMSE is in the unit of "
        << run.data().dataset->target_name << '\n';
  }
  for (const Lane* lane : lanes) {
    out << '\n';
    if (lanes.size() > 1) out << lane->choice.id << '\n';
    print_epochs(*lane->trainer, run.data().target.deviation, out);
    if (!log_steps) continue;
    out << '\n';
    print_steps(*lane->trainer, out);
  }
  if (!lanes.front()->trainer->result()) return;
  out << '\n';
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (!results.validation[i].classes) continue;
    if (lanes.size() > 1) out << lanes[i]->choice.id << '\n';
    print_classes(*results.validation[i].classes, run.data().dataset->class_names, out);
    out << '\n';
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    out << label("final", lanes, *lanes[i]);
    print_final(*lanes[i]->trainer, results.validation[i], run.data().target.deviation, out);
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const std::optional<Quality>& test = results.test[i];
    if (!test) continue;
    out << label("test", lanes, *lanes[i]) << (lanes.size() > 1 ? "test loss " : "loss ")
        << fixed(test->loss, 4) << quality_text(*test) << ", " << format_count(test->rows) << " rows\n";
  }
  if (results.baseline) out << "to beat " << baseline_text(*results.baseline) << '\n';
  for (const Warning& warning : warnings_of(run, results)) {
    out << "warning " << (lanes.size() > 1 && !warning.model.empty() ? warning.model + ": " : "")
        << warning.text << ' ' << warning.advice << '\n';
  }
}

}  // namespace headroom::cli
