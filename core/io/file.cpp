#include "core/io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom {

namespace fs = std::filesystem;

namespace {

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail_write(const fs::path& path, const std::string& what, int error) {
  const std::string advice = error == ENOSPC || error == EDQUOT
                                 ? tr("free some space or choose another place")
                                 : tr("choose a place that can be written to");
  throw Error(ErrorCode::kIo, tr("{1} failed ({2}): {3}", what, reason(error), advice), path.string());
}

// Closes on every way out; closing a file that was written and synced cannot fail late.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Removes the temporary file unless the rename has happened.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

void write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail_write(path, tr("writing"), errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_directly(const fs::path& path, std::initializer_list<std::string_view> parts) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.valid()) fail_write(path, tr("opening for writing"), errno);
  for (const std::string_view part : parts) write_all(file.get(), part, path);
}

// The rename itself is only certain to survive a power cut once its directory is on the disk.
void sync_directory(const fs::path& directory) {
  const Descriptor handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.valid()) ::fsync(handle.get());  // some file systems refuse; the content is safe all the same
}

}  // namespace

std::string read_file(const fs::path& path, Bytes limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      throw Error(ErrorCode::kNotFound, tr("there is no such file: check the path"), path.string());
    }
    throw Error(ErrorCode::kBadInput, tr("cannot be opened ({1}): check its permissions", reason(errno)),
                path.string());
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    throw Error(ErrorCode::kBadInput, tr("cannot be read ({1})", reason(errno)), path.string());
  }
  if (S_ISDIR(status.st_mode)) {
    throw Error(ErrorCode::kBadInput, tr("is a directory: name a file in it"), path.string());
  }
  if (status.st_size > limit) {
    throw Error(ErrorCode::kBadInput,
                tr("is {1}, at most {2} are read here", format_bytes(status.st_size), format_bytes(limit)),
                path.string());
  }
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(status.st_size));
  std::string block(std::size_t{1} << 16, '\0');
  while (true) {
    const ssize_t got = ::read(file.get(), block.data(), block.size());
    if (got < 0) {
      if (errno == EINTR) continue;
      throw Error(ErrorCode::kBadInput, tr("cannot be read ({1})", reason(errno)), path.string());
    }
    if (got == 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (static_cast<Bytes>(bytes.size()) > limit) {
      throw Error(ErrorCode::kBadInput, tr("is larger than {1}", format_bytes(limit)), path.string());
    }
  }
}

void write_file(const fs::path& path, std::initializer_list<std::string_view> parts) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);  // follows links
  if (fs::is_directory(status)) {
    throw Error(ErrorCode::kIo, tr("is a directory: name a file in it"), path.string());
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_directly(path, parts);

  const fs::path target = fs::is_symlink(path, ignored) && fs::exists(status) ? fs::canonical(path) : path;
  const fs::path directory = target.has_parent_path() ? target.parent_path() : fs::path(".");
  const fs::path temporary = directory / (target.filename().string() + ".tmp-" + std::to_string(::getpid()));
  const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.valid()) fail_write(path, tr("creating a file in {1}", directory.string()), errno);
  TemporaryFile cleanup(temporary);
  for (const std::string_view part : parts) write_all(file.get(), part, path);
  if (::fsync(file.get()) != 0) fail_write(path, tr("writing"), errno);
  if (::rename(temporary.c_str(), target.c_str()) != 0) fail_write(path, tr("replacing the file"), errno);
  cleanup.keep();
  sync_directory(directory);
}

void write_file(const fs::path& path, std::string_view bytes) { write_file(path, {bytes}); }

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = seed;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

std::string hash_text(std::uint64_t hash) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

}  // namespace headroom
