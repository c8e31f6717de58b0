// The desktop's trash, as file managers show it: what is thrown away by a click can be brought back by one,
// here or there. https://specifications.freedesktop.org/trash-spec/1.0/
//
//   const Trashed gone = move_to_trash("runs/iris", data_directory().parent_path() / "Trash");
//   bring_back(gone);
//
// Only to the trash of the home directory, and only from its file system: nothing is copied.
//
// Thread rule: plain functions; they touch the disk, so jobs call them.
#pragma once

#include <filesystem>
#include <string>

namespace headroom::app {

struct Trashed {
  std::filesystem::path origin;  // where it was
  std::filesystem::path file;    // where it lies now
  std::filesystem::path info;    // what tells a file manager where it was
};

// `trash`: $XDG_DATA_HOME/Trash. Throws Error{kNotFound, kIo} and leaves everything as it was.
Trashed move_to_trash(const std::filesystem::path& path, const std::filesystem::path& trash);
// Throws Error{kIo} when something else is there by now, or it is gone from the trash.
void bring_back(const Trashed& trashed);

// "/home/a%20b": as the Path of a .trashinfo file.
std::string trash_path_text(const std::filesystem::path& path);

}  // namespace headroom::app
