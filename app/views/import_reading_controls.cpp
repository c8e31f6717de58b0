#include "app/views/import_reading_controls.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "app/state/import_reading.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kHeight = 32;

void read_again(const ViewContext& context, const CsvOptions& reading) {
  context.actions.emplace_back(action::ImportOptions{context.state.import_state.options, reading});
}

void choose(const ViewContext& context, const TabularOptions& options) {
  context.actions.emplace_back(action::ImportOptions{options});
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = fault == std::errc() && end == text.data() + text.size() && value >= 0;
  return good ? std::optional(value) : std::nullopt;
}

}  // namespace

// Things of some width from the left to the right, then on the next line.
class ImportReadingControls::Flow {
 public:
  Flow(const Ui& ui, Rect& rest) : ui_(ui), rest_(rest), line_(rest.take_top(ui.px(kHeight), ui.px(8))) {}

  Rect next(float width, float gap) {
    const float wanted = std::min(width, rest_.w);
    if (wanted > line_.w && line_.x > rest_.x) line_ = rest_.take_top(ui_.px(kHeight), ui_.px(8));
    return line_.take_left(wanted, ui_.px(gap));
  }
  // A word and what it names, together.
  Rect named(std::string_view name, float width) {
    const float word = text_width(ui_.fonts.small, name) + 1;
    Rect both = next(word + ui_.px(8) + width, 14);
    text_line(ui_, both.take_left(std::min(word, both.w * 0.6F), ui_.px(8)), ui_.fonts.small, ui_.theme.muted,
              name);
    return both;
  }

 private:
  const Ui& ui_;
  Rect& rest_;
  Rect line_;
};

void ImportReadingControls::draw(const ViewContext& context, Rect& rest) {
  const ImportState& import = context.state.import_state;
  const bool choosing = import.phase == ImportState::Phase::kChoosing;
  Flow flow(context.ui, rest);
  // Arrays are not cut out of a text.
  if (!choosing || import.table->origin) draw_cutting(context, flow);
  if (choosing) draw_missing(context, flow);
  if (choosing) draw_categories(context, flow);
}

void ImportReadingControls::draw_cutting(const ViewContext& context, Flow& flow) {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const HeaderChoice choices[] = {HeaderChoice::kAuto, HeaderChoice::kYes, HeaderChoice::kNo};
  const auto header =
      static_cast<int>(std::find(std::begin(choices), std::end(choices), import.reading.header) - choices);
  const int clicked = segmented(ui, "header", flow.named(tr("First row"), ui.px(162)),
                                {tr("auto"), tr("names"), tr_c("the first row", "data")}, header);
  if (clicked >= 0 && clicked != header) {
    CsvOptions reading = import.reading;
    reading.header = choices[clicked];
    read_again(context, reading);
  }
  const std::optional<char> separator = import.reading.separator;
  std::vector<MenuItem> items;
  for (const auto& each : kSeparatorNames) {
    items.push_back({.title = std::string(each.value ? tr(each.name) : tr("as the lines show")),
                     .selected = each.value == separator});
  }
  const DropdownSpec spec{
      .id = "separator",
      .label = {{separator ? std::string(tr(std::string_view(separator_name(*separator)))) : tr("auto"),
                 ui.fonts.body, ui.theme.text}},
      .tip = tr("What stands between the values of a row"),
      .small = true};
  if (const auto chosen = dropdown(ui, flow.named(tr("Separator"), ui.px(104)), spec, items)) {
    CsvOptions reading = import.reading;
    reading.separator = kSeparatorNames.begin()[*chosen].value;
    read_again(context, reading);
  }
  draw_quotes(context, flow);
  draw_encoding(context, flow);
  draw_lines(context, flow);
}

void ImportReadingControls::draw_quotes(const ViewContext& context, Flow& flow) const {
  const Ui& ui = context.ui;
  static constexpr std::pair<std::optional<char>, const char*> kQuotes[] = {
      {std::nullopt, tr_later("auto")}, {'"', "\" \""}, {'\'', "' '"}, {'\0', tr_later("none")}};
  const std::optional<char> now = context.state.import_state.reading.quote;
  std::vector<MenuItem> items;
  const char* label = tr("auto");
  for (const auto& [quote, title] : kQuotes) {
    items.push_back({.title = quote ? tr(title) : tr("as the lines show"), .selected = quote == now});
    if (quote == now) label = tr(title);
  }
  const DropdownSpec spec{.id = "quotes",
                          .label = {{label, ui.fonts.body, ui.theme.text}},
                          .tip = tr("What stands around a value that has separators in it"),
                          .small = true};
  if (const auto chosen = dropdown(ui, flow.named(tr("Quotes"), ui.px(84)), spec, items)) {
    CsvOptions reading = context.state.import_state.reading;
    reading.quote = kQuotes[*chosen].first;
    read_again(context, reading);
  }
}

void ImportReadingControls::draw_encoding(const ViewContext& context, Flow& flow) const {
  const Ui& ui = context.ui;
  const std::string& now = context.state.import_state.reading.encoding;
  std::vector<MenuItem> items;
  for (const EncodingChoice& each : kEncodings)
    items.push_back({.title = std::string(tr(each.title)), .selected = each.name == now});
  const DropdownSpec spec{.id = "encoding",
                          .label = {{now.empty() ? tr("auto") : now, ui.fonts.body, ui.theme.text}},
                          .tip = tr("What the bytes of the file stand for: try it where letters look wrong"),
                          .small = true};
  if (const auto chosen = dropdown(ui, flow.named(tr("Encoding"), ui.px(138)), spec, items)) {
    CsvOptions reading = context.state.import_state.reading;
    reading.encoding = kEncodings[*chosen].name;
    read_again(context, reading);
  }
}

// Where a column has dates in numbers, or a person has said something of them.
void ImportReadingControls::draw_day_order(const ViewContext& context, Flow& flow) const {
  const ImportState& import = context.state.import_state;
  const auto numbered = [](const ColumnSchema& column) {
    return column.type == ColumnType::kDate && day_first(column.date).has_value();
  };
  const bool any = import.decided && std::any_of(import.decided->schema.columns.begin(),
                                                 import.decided->schema.columns.end(), numbered);
  if (!any && !import.options.day_first) return;
  const std::optional<bool> orders[] = {std::nullopt, true, false};
  const auto now =
      static_cast<int>(std::find(std::begin(orders), std::end(orders), import.options.day_first) - orders);
  const int clicked = segmented(context.ui, "day_order", flow.named(tr("Dates"), context.ui.px(270)),
                                {tr("auto"), tr("day first"), tr("month first")}, now);
  if (clicked < 0 || clicked == now) return;
  TabularOptions other = import.options;
  other.day_first = orders[clicked];
  choose(context, other);
}

void ImportReadingControls::draw_lines(const ViewContext& context, Flow& flow) {
  const Ui& ui = context.ui;
  CsvOptions reading = context.state.import_state.reading;
  // What was decided elsewhere shows, unless it is being typed over.
  const std::optional<std::int64_t> lines = reading.skip_lines;
  const std::string skip_now = lines ? std::to_string(*lines) : "";
  if (skip_now != skip_shown_) skip_ = skip_shown_ = skip_now;
  const bool wrong = !skip_.empty() && !whole_number(skip_);
  const FieldSpec skip{.id = "skip_lines", .hint = tr("auto"), .invalid = wrong, .number = true};
  if (text_field(ui, flow.named(tr("Skip lines"), ui.px(60)), skip_, skip).committed && !wrong &&
      skip_ != skip_now) {
    reading.skip_lines = whole_number(skip_);
    read_again(context, reading);
  }
  const std::optional<char> mark = reading.comment;
  const std::string comment_now = mark && *mark != '\0' ? std::string(1, *mark) : "";
  if (comment_now != comment_shown_) comment_ = comment_shown_ = comment_now;
  const bool long_mark = comment_.size() > 1;
  const FieldSpec comment{.id = "comment", .hint = tr("auto"), .invalid = long_mark, .number = true};
  if (text_field(ui, flow.named(tr("Comment mark"), ui.px(60)), comment_, comment).committed && !long_mark &&
      comment_ != comment_now) {
    reading.comment = comment_.empty() ? std::optional<char>() : comment_.front();
    read_again(context, reading);
  }
}

// A column of texts has so many of its own; the others share one.
void ImportReadingControls::draw_categories(const ViewContext& context, Flow& flow) {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const std::vector<CsvColumn>& columns = import.table->columns;
  if (std::none_of(columns.begin(), columns.end(), [](const CsvColumn& column) { return column.spelled(); }))
    return;
  const std::string now = std::to_string(import.options.max_categories);
  if (now != categories_shown_) categories_ = categories_shown_ = now;
  const std::optional<std::int64_t> typed = whole_number(categories_);
  const bool wrong = !typed || *typed < 2 || *typed > 65536;
  const FieldSpec field{.id = "max_categories", .hint = "64", .invalid = wrong, .number = true};
  const bool committed =
      text_field(ui, flow.named(tr("Most categories"), ui.px(66)), categories_, field).committed;
  if (!committed || wrong || categories_ == now) return;
  TabularOptions other = import.options;
  other.max_categories = *typed;
  choose(context, other);
}

void ImportReadingControls::draw_missing(const ViewContext& context, Flow& flow) {
  const Ui& ui = context.ui;
  const TabularOptions& options = context.state.import_state.options;
  const int decimal = options.decimal == 0 ? 0 : options.decimal == '.' ? 1 : 2;
  const int clicked = segmented(ui, "decimal", flow.named(tr("Decimal mark"), ui.px(138)),
                                {tr("auto"), "1.5", "1,5"}, decimal);
  if (clicked >= 0 && clicked != decimal) {
    TabularOptions other = options;
    other.decimal = clicked == 0 ? '\0' : clicked == 1 ? '.' : ',';
    choose(context, other);
  }
  draw_day_order(context, flow);
  const FieldSpec field{.id = "missing_word", .hint = tr("a word")};
  if (text_field(ui, flow.named(tr("Also missing"), ui.px(110)), word_, field).committed && !word_.empty()) {
    choose(context, remedied(options, TableRemedy::missing(word_)));
    word_.clear();
  }
  for (const std::string& word : options.missing) {
    const std::string id = "not missing " + word;
    const ButtonSpec chip{.id = id.c_str(),
                          .label = word,
                          .icon = Icon::kCross,
                          .tip = tr("A word for a missing value: click to take it back"),
                          .small = true};
    if (!button(ui, flow.next(button_width(ui, chip), 8), chip)) continue;
    TabularOptions other = options;
    std::erase(other.missing, word);
    choose(context, other);
  }
  if (options.drop_rows_without_target) {
    const std::string_view label = tr("leave out rows without a target");
    if (toggle(ui, "drop_rows", flow.next(toggle_width(ui, label), 8), label, true)) {
      TabularOptions other = options;
      other.drop_rows_without_target = false;
      choose(context, other);
    }
  }
}

}  // namespace headroom::app
