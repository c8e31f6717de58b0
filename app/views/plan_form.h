// The rows of the Plan view's form: a name at the left, a control at the right; a change asks the planner
// again with the changed inputs.
//
//   form.number(context, rest, {"micro-batch", "micro-batch", job.micro_batch,
//                               [](PlanInputs& in, std::int64_t v) { in.job.micro_batch = v; }});
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/views/view.h"
#include "app/widgets/number_field.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class PlanForm {
 public:
  using Change = void (*)(PlanInputs& inputs, std::int64_t value);
  struct Number {
    const char* name;
    const char* quantity;  // the planner's name for it, as in its refusals
    std::int64_t value;
    Change change;
    NumberRange<std::int64_t> range = {};
    const char* tip = "";
  };
  struct TextEdit {
    std::string text, shown;  // `shown`: the value that `text` was last set from
  };

  void number(const ViewContext& context, Rect& rest, const Number& spec);
  // Drop-down with `names`; `change` gets the index.
  void choice(const ViewContext& context, Rect& rest, const char* name,
              const std::vector<std::string_view>& names, int now, Change change, const char* tip = "");
  void on_off(const ViewContext& context, Rect& rest, const char* name, bool now, Change change,
              const char* tip = "");
  // A number with a fraction, 0 when the field is empty.
  struct Amount {
    const char* name;
    const char* hint;
    double value;
    void (*change)(PlanInputs& inputs, double value);
    NumberRange<double> range;
    const char* tip;
  };
  void amount(const ViewContext& context, Rect& rest, const Amount& spec);
  // What is being typed into the field of this name, set again when `value` changes.
  TextEdit& text(const std::string& name, const std::string& value);

 private:
  std::map<std::string, NumberEdit> numbers_;  // by name, as the next
  std::map<std::string, TextEdit> texts_;
};

// Changes the inputs and asks again.
void change_plan_by(const ViewContext& context, PlanForm::Change change, std::int64_t value);

void form_heading(const Ui& ui, Rect& rest, const char* text);
// A row with its name; returns the place of the control at its right. Names and tips are marked by tr_later()
// where they are written, since names are ids too, and translated here.
Rect form_row(const Ui& ui, Rect& rest, const char* name, const char* tip, float control);
float form_control_width(const Ui& ui, const Rect& rest);
// A name and a figure; the tip explains the figure.
void form_fact(const Ui& ui, Rect& rest, const std::string& name, const std::string& value,
               const std::string& tip = {}, const ImVec4* tone = nullptr);
// What is wrong with the field above.
void form_mistake(const Ui& ui, Rect& rest, const std::string& text);
// Why the planner refused this setting, if it did.
void form_refusal(const ViewContext& context, Rect& rest, const char* quantity);

}  // namespace headroom::app
