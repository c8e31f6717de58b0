#include "app/state/trash.h"

#include <fcntl.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <system_error>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, const std::error_code& failure, const char* what) {
  const bool other_disk = failure == std::errc::cross_device_link;
  throw Error(
      ErrorCode::kIo,
      other_disk
          ? tr("lies on another disk than the trash of your home directory: delete it in a file manager")
          : std::string(what) + " (" + failure.message() + ")",
      path.string());
}

std::string local_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
  return text;
}

// Makes info/NAME.trashinfo under a name that nobody has; the name belongs to whoever made this file.
fs::path claim_name(const fs::path& path, const fs::path& trash) {
  const std::string text =
      "[Trash Info]\nPath=" + trash_path_text(path) + "\nDeletionDate=" + local_time() + "\n";
  const std::string name = path.filename().string();
  for (int n = 1; n < 10'000; ++n) {
    const std::string free_name = n == 1 ? name : name + "." + std::to_string(n);
    const fs::path info = trash / "info" / (free_name + ".trashinfo");
    const int file = ::open(info.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) fail(info, {errno, std::generic_category()}, tr("cannot be made"));
    const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const std::error_code failure(errno, std::generic_category());
    ::close(file);
    if (written) return info;
    ::unlink(info.c_str());
    fail(info, failure, tr("cannot be written"));
  }
  throw Error(ErrorCode::kIo, tr("has too many things of this name: empty it"), trash.string());
}

}  // namespace

std::string trash_path_text(const fs::path& path) {
  std::string text;
  for (const char c : path.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("/-_.~").find(c) != std::string_view::npos) {
      text += c;
    } else {
      char code[4];
      std::snprintf(code, sizeof code, "%%%02X", byte);
      text += code;
    }
  }
  return text;
}

Trashed move_to_trash(const fs::path& path, const fs::path& trash) {
  std::error_code failure;
  const fs::path origin = fs::absolute(path).lexically_normal();
  if (!fs::exists(fs::symlink_status(origin, failure))) {
    throw Error(ErrorCode::kNotFound, tr("is no longer there"), origin.string());
  }
  fs::create_directories(trash, failure);
  if (!failure) fs::permissions(trash, fs::perms::owner_all, failure);
  for (const char* part : {"files", "info"}) {
    if (!failure) fs::create_directories(trash / part, failure);
  }
  if (failure) fail(trash, failure, tr("the trash cannot be made"));
  const fs::path info = claim_name(origin, trash);
  const fs::path file = trash / "files" / info.stem();
  fs::rename(origin, file, failure);
  if (failure) {
    std::error_code ignored;
    fs::remove(info, ignored);
    fail(origin, failure, tr("cannot be moved to the trash"));
  }
  return {origin, file, info};
}

void bring_back(const Trashed& trashed) {
  std::error_code failure;
  if (fs::exists(fs::symlink_status(trashed.origin, failure))) {
    throw Error(ErrorCode::kIo, tr("there is something else by now: it stays in the trash"),
                trashed.origin.string());
  }
  fs::create_directories(trashed.origin.parent_path(), failure);
  fs::rename(trashed.file, trashed.origin, failure);
  if (failure) fail(trashed.origin, failure, tr("cannot be brought back from the trash"));
  fs::remove(trashed.info, failure);  // without its file it tells nothing
}

}  // namespace headroom::app
