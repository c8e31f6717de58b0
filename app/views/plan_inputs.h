// What is planned, and how: the left column of the Plan view. Only the settings that apply are shown; every
// change asks the planner again.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/views/views.h"
#include "app/widgets/number_field.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class PlanInputsForm {
 public:
  // Rows from the top of `rest`, which is cut.
  void draw(const ViewContext& context, Rect& rest);

 private:
  using Change = void (*)(PlanInputs& inputs, std::int64_t value);
  struct Number {
    const char* name;
    const char* option;  // the planner's name for it, which stands in its refusals
    std::int64_t value;
    Change change;
    NumberRange range = {};
    const char* tip = "";
  };

  void draw_subject(const ViewContext& context, Rect& rest);
  void draw_model(const ViewContext& context, Rect& rest);
  void draw_network(const ViewContext& context, Rect& rest);
  void draw_network_job(const ViewContext& context, Rect& rest);
  void draw_job(const ViewContext& context, Rect& rest);
  void draw_gpus(const ViewContext& context, Rect& rest);
  void draw_target(const ViewContext& context, Rect& rest);
  void draw_length(const ViewContext& context, Rect& rest);

  void number(const ViewContext& context, Rect& rest, const Number& spec);
  // Drop-down with `names`; `change` gets the index.
  void choice(const ViewContext& context, Rect& rest, const char* name,
              std::initializer_list<const char*> names, int now, Change change, const char* tip = "");
  void on_off(const ViewContext& context, Rect& rest, const char* name, bool now, Change change,
              const char* tip = "");
  void amount(const ViewContext& context, Rect& rest, const char* name, const char* hint, double now,
              void (*change)(PlanInputs& inputs, double value), const char* tip);
  void refusal_below(const ViewContext& context, Rect& rest, const char* option) const;

  std::map<std::string, NumberEdit> edits_;  // by name
  struct TextEdit {
    std::string text, shown;
  };
  std::map<std::string, TextEdit> texts_;
};

}  // namespace headroom::app
