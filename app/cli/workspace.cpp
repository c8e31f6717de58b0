// headroom-cli workspace and class-sheet: what a workspace holds, whether it is whole, one from a saved run,
// and the page for a class.
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/io/file.h"
#include "core/train/check_value.h"
#include "core/workspace/class_sheet.h"

namespace headroom::cli {

namespace fs = std::filesystem;

namespace {

struct WorkspaceOptions {
  std::optional<std::string> what, file, run, title, author, text;
  std::vector<std::string> hide;
  bool reference = false;
};

struct ClassSheetOptions {
  std::optional<std::string> file, out;
};

// Removed at the end: a table that travels in a workspace is read from a file.
class TemporaryTables {
 public:
  TemporaryTables() {
    std::string name = (fs::temp_directory_path() / "headroom-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw Error(ErrorCode::kIo, "no folder can be made there: check its permissions",
                  fs::temp_directory_path());
    path_ = name;
  }
  ~TemporaryTables() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryTables(const TemporaryTables&) = delete;
  TemporaryTables& operator=(const TemporaryTables&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<std::string> hidden_names(const Workspace& workspace) {
  std::vector<std::string> names;
  for (const Hidden hidden : workspace.hidden) names.emplace_back(kHiddenTable.name(hidden));
  return names;
}

std::string table_words(const Workspace& workspace) {
  const WorkspaceData& data = workspace.data;
  if (data.way == DataWay::kGenerated) return "generated from the seed";
  return data.name + " (" + format_bytes(data.bytes) + "), " +
         (data.way == DataWay::kInside ? "inside" : "to lie beside the workspace");
}

Json workspace_document(const Workspace& workspace) {
  const RunRecord& record = workspace.record;
  Json models = Json::array();
  for (const ModelRecord& model : record.models) {
    const EpochList& epochs = model.state.history.epochs;
    Json json = {
        {"id", model.id}, {"widths", model.spec.widths}, {"epochs_finished", model.state.epochs_finished}};
    if (!epochs.empty() && epochs.back().check != 0) json["check"] = check_text(epochs.back().check);
    models.push_back(std::move(json));
  }
  Json data = {{"way", kDataWayNames.name(workspace.data.way)}};
  if (workspace.data.way != DataWay::kGenerated) {
    data["name"] = workspace.data.name;
    data["bytes"] = workspace.data.bytes;
    data["sha256"] = workspace.data.sha256;
  }
  return {{"schema_version", 1},
          {"title", workspace.title},
          {"author", workspace.author},
          {"instructions", workspace.instructions},
          {"hidden", hidden_names(workspace)},
          {"tab", workspace.view.tab},
          {"run", record.config.title},
          {"state", record_state_name(record.state)},
          {"precision", precision_name(record.config.train.precision)},
          {"seed", record.config.train.seed},
          {"epochs", record.config.train.epochs},
          {"data", data},
          {"models", models}};
}

void show_workspace(const Workspace& workspace, Context& context) {
  if (context.json) return print_json(workspace_document(workspace), context.out);
  const RunRecord& record = workspace.record;
  Table table({"what", "value"});
  table.add({"title", workspace.title});
  table.add({"author", workspace.author});
  table.add({"instructions", workspace.instructions});
  table.add({"hidden", workspace.hidden.empty() ? "nothing" : join(hidden_names(workspace))});
  table.add({"run", record.config.title + ", " + std::string(record_state_name(record.state))});
  table.add({"precision", std::string(precision_name(record.config.train.precision))});
  table.add({"seed", std::to_string(record.config.train.seed)});
  table.add({"table", table_words(workspace)});
  table.add({"tab", workspace.view.tab});
  for (const ModelRecord& model : record.models) {
    const EpochList& epochs = model.state.history.epochs;
    std::string words = widths_text(model.spec) + ", epoch " + format_count(model.state.epochs_finished) +
                        " of " + format_count(record.config.train.epochs);
    if (!epochs.empty() && epochs.back().check != 0)
      words += ", check value " + check_text(epochs.back().check);
    table.add({model.id, words});
  }
  table.print(context.out);
}

void check_workspace(const std::string& file, Context& context) {
  const Workspace workspace = read_workspace(file, stop_request());
  if (workspace.data.way == DataWay::kReference) workspace_table(workspace, file, {});
  if (context.json) {
    Json document = workspace_document(workspace);
    document["whole"] = true;
    return print_json(document, context.out);
  }
  context.out << file << ": every part is there and as it was saved\n";
}

void make_workspace(const WorkspaceOptions& options, Context& context) {
  Workspace workspace;
  workspace.record = load_run(*options.run);
  workspace.title = options.title.value_or(workspace.record.config.title);
  workspace.author = options.author.value_or("");
  workspace.instructions = options.text.value_or("");
  for (const std::string& name : options.hide) {
    workspace.hidden.push_back(kHiddenTable.parse(name, "group of controls", "--hide"));
  }
  std::error_code ignored;
  if (fs::exists(*options.file, ignored))
    throw Error(ErrorCode::kUsage,
                "there is a file of this name already, and it is kept: choose another name", *options.file);
  const Bytes bytes = save_workspace(*options.file, std::move(workspace),
                                     options.reference ? DataWay::kReference : DataWay::kInside);
  if (context.json)
    return print_json({{"schema_version", 1}, {"file", *options.file}, {"bytes", bytes}}, context.out);
  context.out << "saved " << *options.file << " (" << format_bytes(bytes) << ")\n";
}

void work_on_workspace(const WorkspaceOptions& options, Context& context) {
  const std::string what = options.what.value_or("");
  if (options.file && what == "check") return check_workspace(*options.file, context);
  if (options.file && what == "show")
    return show_workspace(read_workspace(*options.file, stop_request()), context);
  if (options.file && what == "save" && options.run) return make_workspace(options, context);
  throw Error(
      ErrorCode::kUsage,
      "use workspace check FILE.headroom, workspace show FILE.headroom, or workspace save FILE.headroom "
      "--run DIR",
      "workspace");
}

void write_class_sheet(const ClassSheetOptions& options, Context& context) {
  if (!options.file)
    throw Error(ErrorCode::kUsage, "name a workspace: class-sheet FILE.headroom", "class-sheet");
  const TemporaryTables tables;
  const fs::path file = *options.file;
  const OpenedWorkspace opened = open_workspace(file, tables.path(), stop_request());
  const ClassRun run = run_for_class(opened, open_device("cpu"), stop_request());
  const std::string out = options.out ? *options.out : fs::path(file).replace_extension(".html").string();
  write_file(out, class_sheet(opened.workspace, file.filename().string(), run));
  if (context.json) {
    Json models = Json::array();
    for (const ClassRun::Model& model : run.models) {
      Json epochs = Json::array();
      for (const EpochMetric& epoch : model.epochs) {
        epochs.push_back({{"epoch", epoch.epoch},
                          {"validation_loss", number(epoch.validation_loss)},
                          {"validation_accuracy", number(epoch.validation_accuracy)},
                          {"check", check_text(epoch.check)}});
      }
      models.push_back({{"id", model.choice.id}, {"epochs", epochs}});
    }
    return print_json({{"schema_version", 1}, {"file", out}, {"models", models}}, context.out);
  }
  context.out << "saved " << out << ": open it in a browser and print it\n";
  for (const ClassRun::Model& model : run.models) {
    if (model.epochs.empty()) continue;
    const EpochMetric& last = model.epochs.back();
    context.out << model.choice.id << ": epoch " << last.epoch << ", loss " << fixed(last.validation_loss, 4)
                << ", check value " << check_text(last.check) << '\n';
  }
}

}  // namespace

Action add_workspace(Subcommand& subcommand) {
  const auto options = std::make_shared<WorkspaceOptions>();
  subcommand.add_positional("what", options->what, "check, show, or save");
  subcommand.add_positional("file", options->file, "a workspace, a file that ends in .headroom");
  subcommand.add_option("--run", options->run, "save: the folder of a saved run", "DIR");
  subcommand.add_option("--title", options->title, "save: as on the page for the class");
  subcommand.add_option("--author", options->author, "save: whose workspace it is");
  subcommand.add_option("--text", options->text, "save: what the class does");
  subcommand.add_list("--hide", options->hide, "save: hidden from the class, of " + kHiddenTable.list(),
                      "GROUP...");
  subcommand.add_flag("--reference", options->reference,
                      "save: the table stays outside, beside the workspace");
  return [options](Context& context) { work_on_workspace(*options, context); };
}

Action add_class_sheet(Subcommand& subcommand) {
  const auto options = std::make_shared<ClassSheetOptions>();
  subcommand.add_positional("file", options->file, "a workspace in portable arithmetic");
  subcommand.add_option("--out", options->out, "the page (as the workspace, with .html)", "FILE.html");
  return [options](Context& context) { write_class_sheet(*options, context); };
}

}  // namespace headroom::cli
