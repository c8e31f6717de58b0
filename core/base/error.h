// The one error type of Headroom: what went wrong, where, and what to do about it.
//
// Thrown where the fault happens, caught at the thread, command and view boundaries.
//
//   throw Error(ErrorCode::kBadInput, "row has 4 fields, the header has 5: add or remove a field",
//               "iris.csv:17:1");
//
// Thread rule: a plain value, use it anywhere.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace headroom {

enum class ErrorCode {
  kUsage,        // wrong option or argument
  kBadInput,     // a file or value that cannot be read as what it claims to be
  kNotFound,     // a file, column, preset or device that does not exist
  kIo,           // reading or writing failed
  kOutOfMemory,  // does not fit into the device or host memory
  kDevice,       // the device or its driver failed
  kUnsupported,  // this backend cannot do what was asked
  kCancelled,    // the user stopped the job
  kDiverged,     // a loss or a weight became NaN or infinite
  kInternal,     // a bug in Headroom
};

// The stable name used in JSON documents: "usage", "bad_input", "not_found", ...
std::string_view error_code_name(ErrorCode code);

class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, std::string where = {});

  ErrorCode code() const { return code_; }
  // What went wrong and what to do, one sentence, no trailing newline.
  const std::string& message() const { return message_; }
  // file:line:column for input, an option, a device or a stage otherwise; may be empty.
  const std::string& where() const { return where_; }
  // "where: message", the one line that a terminal shows.
  const char* what() const noexcept override { return line_.c_str(); }

 private:
  ErrorCode code_;
  std::string message_;
  std::string where_;
  std::string line_;
};

}  // namespace headroom
