// The tabs of the window as one table: the tab bar, the keys, their overview, the scripts' `tab NAME` and the
// state line all read it. A new tab is a value and a row here, and one file in app/views with its view:
//
//   enum class Tab { kCurves, kPlan, kMaps };
//   {Tab::kMaps, "maps", "Maps", "Where it is", U'm', false, false, make_maps_view},
//
// Thread rule: constants and pure functions.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/names.h"
#include "core/base/tr.h"

namespace headroom::app {

class View;  // app/views/view.h

// What fills the window below the top bar.
enum class Tab { kCurves, kNetwork, kData, kPrediction, kErrors, kPlan, kLearn };

// Each is defined in the file of its view.
std::unique_ptr<View> make_curves_view();
std::unique_ptr<View> make_network_view();
std::unique_ptr<View> make_data_view();
std::unique_ptr<View> make_prediction_view();
std::unique_ptr<View> make_errors_view();
std::unique_ptr<View> make_plan_view();
std::unique_ptr<View> make_learn_view();

struct TabRow {
  Tab value;
  std::string_view name;   // in scripts and in the state line
  std::string_view title;  // this and the tip: tr() says them where they are drawn
  std::string_view tip;    // without its key
  char32_t letter;         // a key besides its digit; 0: none
  bool of_model;           // about one of the networks: which one is chosen at the end of the tab row
  bool of_run;  // about the run: the pipeline is shown above it, and it is not reached from the first screen
  std::unique_ptr<View> (*make)();
};

// In the order of the enumeration, of the tab bar and of the digits.
inline constexpr auto kTabs = named_rows<TabRow>({
    {Tab::kCurves, "curves", tr_later("Curves"), tr_later("Watch it train"), 0, false, true,
     make_curves_view},
    {Tab::kNetwork, "network", tr_later("Network"), tr_later("Every unit and every weight, while they learn"),
     0, true, true, make_network_view},
    {Tab::kData, "data", tr_later("Data"), tr_later("The rows, the columns, and what they tell"), 0, true,
     true, make_data_view},
    {Tab::kPrediction, "prediction", tr_later("Prediction"),
     tr_later("One row on its way through the network"), 0, true, true, make_prediction_view},
    {Tab::kErrors, "errors", tr_later("Errors"), tr_later("Where it is wrong, and how sure it is"), 0, true,
     true, make_errors_view},
    {Tab::kPlan, "plan", tr_later("Plan"), tr_later("What fits where, and why"), U'p', false, false,
     make_plan_view},
    {Tab::kLearn, "learn", tr_later("Learn"), tr_later("The two courses as lessons, and questions"), U'l',
     false, false, make_learn_view},
});

constexpr std::size_t tab_index(Tab tab) { return static_cast<std::size_t>(tab); }

// Its keys as they are shown: "1", "2 or P".
std::string tab_keys(const TabRow& row);
// The tab that a typed character chooses; null when it chooses none.
const TabRow* tab_of_key(char32_t character);

}  // namespace headroom::app
