#include "app/cli/train_report.h"

#include <cmath>
#include <ostream>

#include "app/cli/output.h"
#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/io/memory_account_json.h"
#include "core/io/stream_json.h"

namespace headroom::cli {

namespace {

Json stages_json(const TrainSession& session) {
  Json list = Json::array();
  for (const StageReport& stage : session.stages()) {
    Json json = {
        {"id", stage_name(stage.id)}, {"title", stage_title(stage.id)}, {"in", stage.in},
        {"out", stage.out},           {"bytes", stage.bytes},           {"seconds", number(stage.seconds)},
        {"where", stage.where}};
    if (!stage.out_text.empty()) json["out_text"] = stage.out_text;
    if (!stage.note.empty()) json["note"] = stage.note;
    if (stage.stream) json["stream"] = stream_to_json(*stage.stream);
    list.push_back(std::move(json));
  }
  return list;
}

Json memory_json(const TrainSession& session) {
  Json items = Json::array();
  for (const TensorTable& table : session.tables()) {
    for (const TensorSpec& tensor : table.tensors()) {
      items.push_back(
          {{"name", tensor.name}, {"category", category_name(tensor.category)}, {"bytes", tensor.bytes}});
    }
  }
  Json json = {{"items", items},
               {"predicted_bytes", session.predicted()},
               {"charged_bytes", session.charged()},
               {"device_total_bytes", session.before().total},
               {"device_free_before_bytes", session.before().free},
               {"device_free_after_bytes", session.after().free}};
  json.update(account_to_json(session.account()));
  return json;
}

// Accuracy of a classification; root mean squared error and R2 of a regression.
void add_quality(Json& json, const EpochMetric& m, bool regression, bool with_training) {
  if (with_training) json["train_loss"] = number(m.train_loss);
  json["validation_loss"] = number(m.validation_loss);
  if (regression) {
    if (with_training) json["train_rmse"] = number(std::sqrt(m.train_loss));
    json["validation_rmse"] = number(std::sqrt(m.validation_loss));
    json["r2"] = number(m.r2);
  } else {
    if (with_training) json["train_accuracy"] = number(m.train_accuracy);
    json["validation_accuracy"] = number(m.validation_accuracy);
  }
}

Json epochs_json(const Trainer& trainer) {
  Json list = Json::array();
  for (const EpochMetric& m : trainer.history().epochs) {
    Json json = {{"epoch", m.epoch},
                 {"seconds", number(m.seconds)},
                 {"steps", m.steps},
                 {"learning_rate", number(m.learning_rate)}};
    add_quality(json, m, trainer.regression(), true);
    list.push_back(std::move(json));
  }
  return list;
}

// The number of the run's first step that the history still knows.
std::int64_t first_step(const Trainer& trainer) {
  return trainer.steps() - static_cast<std::int64_t>(trainer.history().step_loss.size()) + 1;
}

Json steps_json(const Trainer& trainer) {
  Json list = Json::array();
  const Series& losses = trainer.history().step_loss;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    list.push_back(
        {{"step", first_step(trainer) + static_cast<std::int64_t>(i)}, {"loss", number(losses[i])}});
  }
  return list;
}

double steps_per_second(const Trainer& trainer) {
  return trainer.seconds() > 0 ? static_cast<double>(trainer.steps()) / trainer.seconds() : 0;
}

Json data_json(const TrainSession& session) {
  const Dataset& data = *session.data().dataset;
  return {{"source", data.source},
          {"rows", data.rows},
          {"columns", data.columns},
          {"features", session.data().shape.features()},
          {"train_rows", session.data().shape.train_rows},
          {"validation_rows", session.data().shape.validation_rows()},
          {"task", task_name(data.task)},
          {"target", data.target_name},
          {"notes", data.notes}};
}

Json imputed_json(const TrainSession& session) {
  Json json = Json::object();
  const std::vector<std::int64_t>& counts = session.data().imputed;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] > 0) json[session.data().dataset->column_names[c]] = counts[c];
  }
  return json;
}

Json settings_json(const TrainSession& session) {
  const RunConfig& config = session.config();
  const TrainSettings& train = config.train;
  return {{"epochs", train.epochs},
          {"batch", train.batch},
          {"optimizer", optimizer_name(train.optimizer.kind)},
          {"learning_rate", train.optimizer.learning_rate},
          {"l2", train.optimizer.l2},
          {"seed", train.seed},
          {"shuffle", kShuffleNames.name(train.shuffle)},
          {"split", kSplitNames.name(config.split.kind)},
          {"validation_fraction", config.split.validation_fraction},
          {"scale", scale_name(config.scale)},
          {"degree", config.degree},
          {"terms", terms_name(config.terms)},
          {"residence", residence_name(config.residence)},
          {"precision", precision_name(train.precision)}};
}

Json device_json(const TrainSession& session) {
  const DeviceInfo& device = session.device();
  Json json = {{"id", device.id}, {"kind", device.kind}, {"name", device.name}};
  if (device.kind == "cpu") json["threads"] = device.threads;
  return json;
}

// What was measured on each candidate before the run.
Json choice_json(const DeviceChoice& choice) {
  Json list = Json::array();
  for (const Trial& trial : choice.trials) {
    Json json = {{"title", trial.title}};
    if (trial.times) {
      json["us_per_step"] = number(1e6 * trial.times->median());
    } else {
      json["reason"] = trial.reason;
    }
    list.push_back(std::move(json));
  }
  return list;
}

void print_stages(const TrainSession& session, std::ostream& out) {
  Table table({"stage", ">in", "", ">out", ">bytes", ">time", "where", "note"});
  for (const StageReport& stage : session.stages()) {
    table.add({std::string(stage_title(stage.id)), shape_text(stage.in), stage.in.empty() ? "" : "->",
               stage.out.empty() ? stage.out_text : shape_text(stage.out),
               stage.bytes > 0 ? format_bytes(stage.bytes) : "", seconds_text(stage.seconds), stage.where,
               stage.note});
  }
  table.print(out);
}

// "0", "+1 024", "-512": of a figure that should be 0.
std::string signed_count(Bytes bytes) { return (bytes > 0 ? "+" : "") + format_count(bytes); }

void print_memory(const TrainSession& session, std::ostream& out) {
  const MemoryAccount& account = session.account();
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

  const bool cpu = session.device().kind == "cpu";
  Table device({"device", ">bytes", ">"});
  const auto add = [&device](const std::string& name, Bytes bytes) {
    device.add({name, format_count(bytes), format_bytes(bytes)});
  };
  add(cpu ? "the program itself" : "CUDA context and modules", account.context);
  add("charged and this", account.accounted());
  add(cpu ? "used, says the system" : "used, says the driver", account.used);
  device.add(
      {"difference", signed_count(account.difference()), fixed(account.difference_percent(), 2) + " %"});
  add("total", session.before().total);
  add("free", session.after().free);
  out << '\n';
  device.print(out);
}

void print_epochs(const Trainer& trainer, std::ostream& out) {
  const bool regression = trainer.regression();
  Table table({">epoch", ">train loss", regression ? ">train RMSE" : ">train accuracy", ">validation loss",
               regression ? ">validation RMSE" : ">validation accuracy", regression ? ">R2" : ">", ">time",
               ">steps"});
  for (const EpochMetric& m : trainer.history().epochs) {
    table.add({format_count(m.epoch), fixed(m.train_loss, 4),
               regression ? fixed(std::sqrt(m.train_loss), 4) : percent(m.train_accuracy),
               fixed(m.validation_loss, 4),
               regression ? fixed(std::sqrt(m.validation_loss), 4) : percent(m.validation_accuracy),
               regression ? fixed(m.r2, 4) : "", seconds_text(m.seconds), format_count(m.steps)});
  }
  table.print(out);
}

}  // namespace

Json model_json(const ModelSpec& spec) {
  return {{"widths", spec.widths},
          {"activation", activation_name(spec.activation)},
          {"output", output_name(spec.output)},
          {"parameters", parameter_count(spec)}};
}

Json train_document(const TrainSession& session, bool log_steps) {
  const Trainer& trainer = session.trainer();
  Json document = {
      {"schema_version", 1},
      {"device", device_json(session)},
      {"stages", stages_json(session)},
      {"model", model_json(trainer.model())},
      {"memory", memory_json(session)},
      {"data", data_json(session)},
      {"settings", settings_json(session)},
      {"imputed", imputed_json(session)},
      {"epochs", epochs_json(trainer)},
  };
  if (!trainer.regression()) document["classes"] = session.data().dataset->class_names;
  if (session.choice()) document["device_choice"] = choice_json(*session.choice());
  if (log_steps) document["steps"] = steps_json(trainer);
  Json& final_figures = document["final"];
  final_figures = {{"seconds", number(trainer.seconds())},
                   {"steps_per_second", number(steps_per_second(trainer))},
                   {"stopped_early", trainer.stopped_early()}};
  if (!trainer.history().epochs.empty()) {
    add_quality(final_figures, trainer.history().epochs.back(), trainer.regression(), false);
  }
  return document;
}

void print_train_tables(const TrainSession& session, bool log_steps, std::ostream& out) {
  const Trainer& trainer = session.trainer();
  const DeviceInfo& device = session.device();
  out << "device  " << device.id << "  " << device.name;
  if (device.threads > 1) out << ", " << device.threads << " threads";
  out << '\n';
  out << "model   " << widths_text(trainer.model()) << "  " << format_count(parameter_count(trainer.model()))
      << " parameters, " << activation_name(trainer.model().activation) << ", "
      << output_name(trainer.model().output) << " output\n\n";
  print_stages(session, out);
  out << '\n';
  print_memory(session, out);
  out << '\n';
  print_epochs(trainer, out);
  if (log_steps) {
    out << '\n';
    Table table({">step", ">loss"});
    const Series& losses = trainer.history().step_loss;
    for (std::size_t i = 0; i < losses.size(); ++i) {
      table.add({format_count(first_step(trainer) + static_cast<std::int64_t>(i)), fixed(losses[i], 6)});
    }
    table.print(out);
  }
  if (trainer.history().epochs.empty()) return;
  const EpochMetric& last = trainer.history().epochs.back();
  out << "\nfinal   validation loss " << fixed(last.validation_loss, 4)
      << (trainer.regression() ? ", R2 " + fixed(last.r2, 4)
                               : ", accuracy " + percent(last.validation_accuracy))
      << ", " << seconds_text(trainer.seconds()) << " of training, "
      << format_count(static_cast<std::int64_t>(std::llround(steps_per_second(trainer)))) << " steps/s"
      << (trainer.stopped_early() ? ", stopped early" : "") << '\n';
}

}  // namespace headroom::cli
