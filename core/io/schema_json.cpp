#include "core/io/schema_json.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/data/csv/encoding.h"
#include "core/data/writing/multipliers.h"

namespace headroom {

namespace {

constexpr int kSchemaVersion = 1;

std::string mark_text(char mark) { return mark == '\0' ? "" : std::string(1, mark); }

char mark_from(JsonObject& object, std::string_view key) {
  const std::string text = object.string(key);
  if (text.size() > 1) object.fail(key, "must be one character, or none");
  return text.empty() ? '\0' : text[0];
}

Json writing_to_json(const NumberWriting& writing) {
  Json json = {{"decimal", mark_text(writing.decimal)}};
  if (!writing.group.empty()) json["thousands"] = writing.group;
  if (!writing.prefix.empty()) json["prefix"] = writing.prefix;
  if (!writing.suffix.empty()) json["suffix"] = writing.suffix;
  if (writing.brackets) json["brackets"] = true;
  if (writing.trailing_minus) json["trailing_minus"] = true;
  if (!writing.multipliers.empty()) json["multipliers"] = writing.multipliers;
  return json;
}

NumberWriting writing_from_json(JsonObject object) {
  NumberWriting writing;
  writing.decimal = mark_from(object, "decimal");
  if (object.has("thousands")) writing.group = object.string("thousands");
  if (object.has("prefix")) writing.prefix = object.string("prefix");
  if (object.has("suffix")) writing.suffix = object.string("suffix");
  if (object.has("brackets")) writing.brackets = object.boolean("brackets");
  if (object.has("trailing_minus")) writing.trailing_minus = object.boolean("trailing_minus");
  if (object.has("multipliers")) {
    writing.multipliers = object.strings("multipliers");
    for (const std::string& word : writing.multipliers) {
      if (multiplier_of(word).word != word) object.fail("multipliers", "has \"" + word + "\", which is none");
    }
  }
  object.finish();
  return writing;
}

Json column_to_json(const ColumnSchema& column) {
  Json json = {{"name", column.name},
               {"type", column_type_name(column.type)},
               {"role", kColumnRoleNames.name(column.role)},
               {"reason", column.reason},
               {"missing_cells", column.missing_cells}};
  if (column.type == ColumnType::kNumber && !column.writing.plain())
    json["writing"] = writing_to_json(column.writing);
  if (!column.date.pattern.empty()) json["date"] = column.date.pattern;
  if (column.origin != 0) json["origin"] = column.origin;
  if (!column.missing.empty()) json["missing"] = column.missing;
  if (!column.levels.empty()) json["categories"] = column.levels;
  if (column.others) json["others"] = true;
  if (column.missing_level) json["missing_is_a_category"] = true;
  for (const FeaturePart part : column.parts) json["parts"].push_back(kFeaturePartNames.name(part));
  if (column.odd_cells > 0) {
    json["odd"] = {{"cells", column.odd_cells}, {"example", column.odd_example}, {"where", column.odd_where}};
  }
  for (const Doubt& doubt : column.doubts)
    json["doubts"].push_back({{"text", doubt.text}, {"where", doubt.where}});
  return json;
}

ColumnSchema column_from_json(JsonObject& object) {
  ColumnSchema column;
  column.name = object.string("name");
  column.type = object.one_of("type", kColumnTypeNames);
  column.role = object.one_of("role", kColumnRoleNames);
  if (object.has("reason")) column.reason = object.string("reason");
  if (object.has("missing_cells")) column.missing_cells = object.integer("missing_cells", 0, kAnyInteger);
  if (object.has("writing")) column.writing = writing_from_json(object.object("writing"));
  if (object.has("date")) column.date.pattern = object.string("date");
  if (object.has("origin")) column.origin = object.number("origin", -kAnyNumber, kAnyNumber);
  if (object.has("missing")) column.missing = object.strings("missing");
  if (object.has("categories")) column.levels = object.strings("categories");
  if (object.has("others")) column.others = object.boolean("others");
  if (object.has("missing_is_a_category")) column.missing_level = object.boolean("missing_is_a_category");
  if (object.has("parts")) {
    for (const std::string& part : object.strings("parts")) {
      const auto* const row = kFeaturePartNames.find(part);
      if (row == nullptr) object.fail("parts", "has \"" + part + "\": use " + kFeaturePartNames.list());
      column.parts.push_back(row->value);
    }
  }
  if (object.has("odd")) {
    JsonObject odd = object.object("odd");
    column.odd_cells = odd.integer("cells", 0, kAnyInteger);
    column.odd_example = odd.string("example");
    column.odd_where = odd.string("where");
    odd.finish();
  }
  if (object.has("doubts")) {
    for (JsonObject& doubt : object.objects("doubts")) {
      column.doubts.push_back({.text = doubt.string("text"), .where = doubt.string("where")});
      doubt.finish();
    }
  }
  if (!std::is_sorted(column.levels.begin(), column.levels.end()))
    object.fail("categories", "must be sorted by byte");
  if (column.type == ColumnType::kDate && column.role == ColumnRole::kFeature && column.parts.empty())
    object.fail("parts", "is missing: a date needs at least days");
  object.finish();
  return column;
}

}  // namespace

Json schema_to_json(const Schema& schema) {
  Json json = {{"schema_version", kSchemaVersion},
               {"target", schema.target},
               {"task", task_name(schema.task)},
               {"task_reason", schema.task_reason},
               {"separator", mark_text(schema.separator)},
               {"quote", mark_text(schema.quote)},
               {"skip_lines", schema.skip_lines},
               {"header", schema.header},
               {"columns", Json::array()}};
  if (!schema.encoding.empty()) json["encoding"] = schema.encoding;
  if (schema.comment != '\0') json["comment"] = mark_text(schema.comment);
  if (!schema.classes.empty()) json["classes"] = schema.classes;
  for (const TableNote& note : schema.notes) json["notes"].push_back(note.text);
  if (schema.dropped_rows > 0) json["dropped_rows"] = schema.dropped_rows;
  for (const ColumnSchema& column : schema.columns) json["columns"].push_back(column_to_json(column));
  return json;
}

Schema schema_from_json(JsonObject object) {
  object.check_version(kSchemaVersion);
  Schema schema;
  schema.target = object.string("target");
  schema.task = object.one_of("task", kTaskNames);
  if (object.has("task_reason")) schema.task_reason = object.string("task_reason");
  if (object.has("separator")) schema.separator = mark_from(object, "separator");
  if (object.has("quote")) schema.quote = mark_from(object, "quote");
  if (object.has("comment")) schema.comment = mark_from(object, "comment");
  if (object.has("skip_lines")) schema.skip_lines = object.integer("skip_lines", 0, kAnyInteger);
  if (object.has("header")) schema.header = object.boolean("header");
  if (object.has("encoding")) {
    schema.encoding = object.string("encoding");
    if (!is_encoding(schema.encoding)) object.fail("encoding", "must be one that this system knows");
  }
  if (object.has("classes")) schema.classes = object.strings("classes");
  if (object.has("notes")) {
    for (std::string& note : object.strings("notes")) schema.notes.emplace_back(std::move(note));
  }
  if (object.has("dropped_rows")) schema.dropped_rows = object.integer("dropped_rows", 0, kAnyInteger);
  for (JsonObject& column : object.objects("columns")) {
    ColumnSchema read = column_from_json(column);
    if (schema.find(read.name) != nullptr) column.fail("name", "names a column twice: \"" + read.name + "\"");
    schema.columns.push_back(std::move(read));
  }
  const ColumnSchema* const target = schema.find(schema.target);
  if (target == nullptr || target->role != ColumnRole::kTarget) {
    object.fail("target", "names no column with the role \"target\"");
  }
  object.finish();
  return schema;
}

}  // namespace headroom
