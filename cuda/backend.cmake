# The CUDA backend is built when nvcc is found, for the cards that architectures.cmake chooses. The toolkit's
# libraries are enough to start the program: without a driver there are simply no CUDA devices.
set(HEADROOM_HAS_CUDA OFF)
if(HEADROOM_CUDA STREQUAL "OFF")
  return()
endif()
include(CheckLanguage)
if(NOT CMAKE_CUDA_COMPILER)
  find_program(HEADROOM_NVCC nvcc HINTS /usr/local/cuda/bin)
  if(HEADROOM_NVCC)
    set(CMAKE_CUDA_COMPILER ${HEADROOM_NVCC} CACHE FILEPATH "" FORCE)
  endif()
endif()
if(NOT CMAKE_CUDA_COMPILER)
  if(HEADROOM_CUDA STREQUAL "ON")
    message(FATAL_ERROR "headroom: HEADROOM_CUDA=ON, but nvcc was not found")
  endif()
  message(STATUS "headroom: nvcc not found, building for the CPU only")
  return()
endif()
include(${CMAKE_CURRENT_LIST_DIR}/architectures.cmake)
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)

file(GLOB_RECURSE gpu_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cuda/*.cpp ${CMAKE_SOURCE_DIR}/cuda/*.cu)
add_library(headroom_gpu STATIC ${gpu_sources})
# The dialect by hand: CMake 3.25 does not know that nvcc speaks C++20. No --use_fast_math: the CPU engine is
# the oracle.
set_target_properties(headroom_gpu PROPERTIES CUDA_STANDARD_REQUIRED OFF)
target_compile_options(headroom_gpu PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:--std=c++20>
                                            $<$<AND:$<COMPILE_LANGUAGE:CUDA>,$<BOOL:${HEADROOM_WERROR}>>:-Werror=all-warnings>)
target_link_libraries(headroom_gpu PUBLIC headroom_core PRIVATE CUDA::cudart_static CUDA::cublasLt headroom_warnings)
set(HEADROOM_HAS_CUDA ON)
