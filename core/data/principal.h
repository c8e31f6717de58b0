// How columns vary together: their correlations and principal components, from one matrix of second moments
// that is formed row by row, so that the work can be spread over time.
//
//   Comoments moments(columns);                       // [columns][rows], each less its mean
//   while (!moments.advance()) {}
//   moments.correlation(3, 7);
//   const PrincipalAxes axes = principal_axes(moments.covariance());
//   const double along = axes.variances[0];            // as
//   sklearn.decomposition.PCA().explained_variance_[0]
//
// Eigenvectors by Jacobi's cyclic method (Golub and Van Loan, Matrix Computations, 8.5): exact to rounding
// also where variances are equal. A component's largest part is positive.
//
// Thread rule: plain values.
#pragma once

#include <cstddef>
#include <vector>

namespace headroom {

struct SymmetricMatrix {
  std::size_t size = 0;
  std::vector<double> values = {};  // [size, size]
  double at(std::size_t row, std::size_t column) const { return values[row * size + column]; }
  double& at(std::size_t row, std::size_t column) { return values[row * size + column]; }
};

class Comoments {
 public:
  // columns[column][row]; their means are taken out.
  explicit Comoments(std::vector<std::vector<float>> columns);
  // One row of the matrix; true when it was the last.
  bool advance();
  // With the divisor rows - 1, as numpy.cov.
  const SymmetricMatrix& covariance() const { return covariance_; }
  const std::vector<double>& means() const { return means_; }
  // NaN where a column is constant.
  double correlation(std::size_t a, std::size_t b) const;

 private:
  std::vector<std::vector<float>> columns_;
  std::vector<double> means_;
  SymmetricMatrix covariance_;
  std::size_t next_ = 0;
};

struct PrincipalAxes {
  std::vector<double> variances;             // of all components, largest first
  std::vector<std::vector<double>> weights;  // the first two (or one), [columns] each, of length 1
  double total = 0;                          // variance of all columns together
};
PrincipalAxes principal_axes(SymmetricMatrix covariance);

}  // namespace headroom
