/// NumPy's files: `.npy` with one array, `.npz` with many.
///
/// - [islr.weights.numpy.Npy] reads one array.
/// - [islr.weights.numpy.Npz] reads an archive of arrays, and writes one.
package islr.weights.numpy;
