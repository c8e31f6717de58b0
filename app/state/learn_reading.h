// Reads lessons, questions and predictions: those that come with Headroom, a teacher's own, and files that
// were opened by name. A file that is wrong leaves the rest as it is (core/lessons/library.h).
//
//   LearnLibrary library = read_lessons({.folders = {assets_directory() / "lessons"}, .files = {"mine.md"}});
//
// What is read later takes the place of what has the same id, so that a lesson that is not translated is
// there in English.
//
// Thread rule: reads files: in a job.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/state/learn_state.h"

namespace headroom::app {

struct LearnPlaces {
  std::vector<std::filesystem::path> folders;  // later ones win
  std::vector<std::filesystem::path> files;    // that were opened by name
  std::string language = "en";                 // what lies in a folder of this name inside of one goes before
};

// Differs when a file came, went or was written.
std::uint64_t files_stamp(const LearnPlaces& places);

// Never throws for what a file says; a folder that is not there has nothing to read.
LearnLibrary read_lessons(const LearnPlaces& places);

}  // namespace headroom::app
