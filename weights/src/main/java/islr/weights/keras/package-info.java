/// Keras's files: HDF5 (`.h5`, `.weights.h5`, `.hdf5`) and the `.keras` archives of Keras 3, which hold one.
///
/// HDF5 is a file system in a file: groups, datasets and attributes, found by trees of offsets. The library jHDF reads
/// it in Java. It trusts the file, so [islr.weights.keras.Keras] lets it see the file only through a channel that
/// checks every place and counts what is read, and turns whatever it throws into one sentence.
package islr.weights.keras;
