#include "core/data/csv/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom {

namespace {

constexpr std::size_t kMostAtOnce = std::size_t{4} << 20;

std::size_t regular_file_size(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found) {
    throw Error(ErrorCode::kNotFound, tr("no such file: check the path"), path);
  }
  if (fs::is_directory(status)) {
    throw Error(ErrorCode::kBadInput, tr("this is a directory: name a CSV file inside it"), path);
  }
  if (failure) throw Error(ErrorCode::kIo, tr("cannot open the file: {1}", failure.message()), path);
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorCode::kBadInput, tr("this is not a regular file: save the data to a file first"), path);
  }
  const auto size = static_cast<std::size_t>(fs::file_size(path, failure));
  if (failure) throw Error(ErrorCode::kIo, tr("cannot read the file's size: {1}", failure.message()), path);
  return size;
}

}  // namespace

CsvFile::CsvFile(const std::string& path)
    : path_(path), size_(regular_file_size(path)), stored_bytes_(size_) {
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    throw Error(ErrorCode::kIo, tr("cannot open the file: {1}", std::strerror(errno)), path);
  }
}

CsvFile::CsvFile(const std::string& name, std::string text)
    : path_(name), size_(text.size()), stored_bytes_(size_), in_memory_(true), text_(std::move(text)) {}

CsvFile::~CsvFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void CsvFile::hold(std::string text) {
  text_ = std::move(text);
  size_ = text_.size();
  in_memory_ = true;
}

void CsvFile::end_at(std::size_t size) { size_ = std::min(size, size_); }

std::string CsvFile::beginning(std::size_t most, const Progress& progress) const {
  std::string text(std::min(most, size_), '\0');
  text.resize(read(0, text.size(), text.data(), progress));
  return text;
}

std::size_t CsvFile::read(std::size_t offset, std::size_t count, char* to, const Progress& progress) const {
  count = offset < size_ ? std::min(count, size_ - offset) : 0;
  if (in_memory_) {
    progress.check();
    std::copy_n(text_.data() + offset, count, to);
    return count;
  }
  std::size_t done = 0;
  while (done < count) {
    progress.check();
    const ssize_t got = ::pread(descriptor_, to + done, std::min(kMostAtOnce, count - done),
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorCode::kIo, tr("reading failed: {1}", std::strerror(errno)), path_);
    if (got == 0) break;  // the end; the file may have become shorter meanwhile
    done += static_cast<std::size_t>(got);
  }
  return done;
}

}  // namespace headroom
