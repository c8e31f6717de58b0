// What a change of settings means for a run under way: read by the run, which carries it out, and by the
// sheets, which announce it.
//
//   RunConfig wanted = run.config();
//   wanted.train.batch = 32;
//   if (what_changes(run.config(), wanted).starts_over()) warn();
//
// Thread rule: pure functions on plain values.
#pragma once

#include <string>
#include <vector>

#include "core/pipeline/run_config.h"

namespace headroom {

// From nothing to everything; each includes what the ones before it do.
enum class Effect {
  kNone,        // the same run, perhaps described differently
  kGoesOn,      // applied between two steps: learning rate, epochs, early stop, flight recorder
  kModels,      // other networks are chosen or made; unchanged ones go on
  kStartsOver,  // every network is back at step 0, on the data as they are prepared
  kPrepares,    // the same dataset goes through the stages again
  kReads,       // another seed, noise or source: another dataset or another split of it
};

struct Change {
  Effect effect = Effect::kNone;
  std::vector<std::string> replaced;  // ids of the models that get another network, from kModels on

  bool starts_over() const { return effect >= Effect::kStartsOver; }  // everything, not single networks
};

Change what_changes(const RunConfig& before, const RunConfig& after);

// The same generator or the same dataset, whatever is done with it.
bool same_source(const RunConfig& before, const RunConfig& after);
// Networks that have trained may lose what they learned: the change starts over, or replaces or removes one.
bool loses_networks(const RunConfig& before, const RunConfig& after);

// One line that describes a change: "learning rate 0.01", "training small and large". Empty when
// there is nothing to say.
std::string change_text(const RunConfig& before, const RunConfig& after);

// "0.01": a setting as such lines say it, six digits at most.
std::string setting_text(double value);

// Throws Error{kUsage} unless it is a positive number.
void require_learning_rate(double value);
// Throws Error{kUsage} for a change that a run cannot make: an unusable learning rate, or another source
// (that is another run). Another noise of the same generator is none.
void require_change(const RunConfig& before, const RunConfig& after);

// Edits that take more than one assignment.

// A network of these hidden widths, named "custom", selected alone.
void set_custom_model(RunConfig& config, std::vector<std::int64_t> hidden);
// Its curve stays behind as an earlier run's; if it was the only model selected, the first one is selected
// instead. Throws Error{kUsage} when there is no custom model, or no other.
void remove_custom_model(RunConfig& config);
// Of degree 2. Throws Error{kUsage} for data of degree 1.
void set_terms(RunConfig& config, Terms terms);

}  // namespace headroom
