/// Decompressors against the reference compressors.
package islr.data.codec;
