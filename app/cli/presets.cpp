// headroom-cli presets: the runs that come with Headroom.
#include "core/io/presets.h"
#include "app/cli/context.h"
#include "app/cli/output.h"
#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/data/polynomial.h"

namespace headroom::cli {

namespace {

Json to_json(const RunConfig& preset) {
  const SyntheticSpec& data = *preset.generator;
  Json models = Json::array();
  for (const ModelChoice& choice : preset.models) {
    models.push_back({{"id", choice.id}, {"title", choice.title}, {"hidden", choice.hidden}});
  }
  return {{"id", preset.id},
          {"title", preset.title},
          {"description", preset.description},
          {"notes", preset.notes},
          {"rows", data.rows},
          {"columns", data.columns},
          {"features", feature_count(data.columns, preset.degree)},
          {"degree", preset.degree},
          {"scale", scale_name(preset.scale)},
          {"validation_fraction", preset.split.validation_fraction},
          {"activation", activation_name(preset.activation)},
          {"output", preset.output ? Json(output_name(*preset.output)) : Json("auto")},
          {"models", models},
          {"selected", preset.selected},
          {"epochs", preset.train.epochs},
          {"batch", preset.train.batch},
          {"optimizer", optimizer_name(preset.train.optimizer.kind)},
          {"learning_rate", preset.train.optimizer.learning_rate},
          {"seed", preset.train.seed}};
}

void print_presets(Context& context) {
  const std::vector<RunConfig> presets = load_presets();
  if (context.json) {
    Json document = {{"schema_version", 1}, {"presets", Json::array()}};
    for (const RunConfig& preset : presets) document["presets"].push_back(to_json(preset));
    print_json(document, context.out);
    return;
  }
  Table table(
      {"id", "title", ">rows", ">columns", ">features", ">epochs", "models (* trains unless chosen)"});
  for (const RunConfig& preset : presets) {
    const SyntheticSpec& data = *preset.generator;
    std::string models;
    for (const ModelChoice& choice : preset.models) {
      models += (models.empty() ? "" : ", ") + choice.id;
      for (const std::string& id : preset.selected) models += id == choice.id ? "*" : "";
    }
    table.add({preset.id, preset.title, format_count(data.rows), format_count(data.columns),
               format_count(feature_count(data.columns, preset.degree)), format_count(preset.train.epochs),
               models});
  }
  table.print(context.out);
}

}  // namespace

Action add_presets(Subcommand&) { return print_presets; }

}  // namespace headroom::cli
