package islr.data.codec;

import java.util.Arrays;

/// Zstandard (RFC 8878) without dictionaries: frames of blocks, a block of literals and of sequences "copy l literals, then m bytes from d
/// bytes back".
///
/// The optional checksum of a frame is skipped: parquet has its own, checked by the page reader.
final class Zstd {

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int MAX_BLOCK = 128 << 10;

    private final byte[] in;
    private final int end;
    private final byte[] out;
    private int p;
    private int at;
    private byte[] literals = {};
    private ZstdHuffman huffman;
    private ZstdSequences sequences;

    Zstd(byte[] in, int offset, int length, byte[] out) {
        this.in = in;
        this.p = offset;
        this.end = offset + length;
        this.out = out;
    }

    void decompress() throws CodecException {
        while (p < end) {
            int magic = (int) littleEndian(4);
            if (magic == MAGIC) {
                frame();
            } else if ((magic & ~15) == SKIPPABLE) {
                skip(littleEndian(4));
            } else {
                throw new CodecException("zstd: no frame where one should start");
            }
        }
        if (at != out.length) {
            throw new CodecException("zstd: ends after %d of %d bytes", at, out.length);
        }
    }

    private void frame() throws CodecException {
        int descriptor = (int) littleEndian(1);
        boolean single = (descriptor & 0x20) != 0;
        boolean checksum = (descriptor & 4) != 0;
        if ((descriptor & 8) != 0) {
            throw new CodecException("zstd: reserved bit is set");
        }
        skip(single ? 0 : 1);
        int idBytes = (1 << (descriptor & 3)) >> 1;
        if (littleEndian(idBytes) != 0) {
            throw new CodecException("zstd: needs a dictionary");
        }
        int sizeBytes = descriptor >>> 6 == 0 ? (single ? 1 : 0) : 1 << (descriptor >>> 6);
        skip(sizeBytes);
        int start = at;
        huffman = null;
        sequences = new ZstdSequences();
        boolean last;
        do {
            int header = (int) littleEndian(3);
            last = (header & 1) != 0;
            int size = header >>> 3;
            switch (header >>> 1 & 3) {
                case 0 -> {
                    at = Copies.literals("zstd", in, p, end, out, at, size);
                    p += size;
                }
                case 1 -> {
                    byte value = (byte) littleEndian(1);
                    requireRoom(size);
                    Arrays.fill(out, at, at + size, value);
                    at += size;
                }
                case 2 -> {
                    int blockEnd = p + size;
                    if (size > Math.min(MAX_BLOCK, end - p)) {
                        throw new CodecException("zstd: block of %d bytes is too long", size);
                    }
                    block(blockEnd, start);
                    p = blockEnd;
                }
                default -> throw new CodecException("zstd: reserved block type");
            }
        } while (!last);
        skip(checksum ? 4 : 0);
    }

    private void block(int blockEnd, int frameStart) throws CodecException {
        int count = literalsSection(blockEnd);
        at = sequences.run(in, p, blockEnd, literals, count, out, frameStart, at);
    }

    /// Fills `literals`, moves `p` behind the section, and returns the number of literals.
    private int literalsSection(int blockEnd) throws CodecException {
        int first = peekByte(blockEnd);
        int type = first & 3;
        int format = first >>> 2 & 3;
        if (type < 2) {
            int bytes = format == 1 ? 2 : format == 3 ? 3 : 1;
            int size = (int) littleEndian(bytes) >>> (bytes == 1 ? 3 : 4);
            requireLiterals(size);
            int stored = type == 0 ? size : 1;
            if (stored > blockEnd - p) {
                throw new CodecException("zstd: input ends early");
            }
            if (type == 0) {
                System.arraycopy(in, p, literals, 0, size);
            } else {
                Arrays.fill(literals, 0, size, in[p]);
            }
            p += stored;
            return size;
        }
        int sizeBits = format < 2 ? 10 : format == 2 ? 14 : 18;
        long header = littleEndian(format < 2 ? 3 : format + 2) >>> 4;
        int size = (int) (header & (1L << sizeBits) - 1);
        int compressed = (int) (header >>> sizeBits);
        requireLiterals(size);
        if (compressed > blockEnd - p) {
            throw new CodecException("zstd: input ends early");
        }
        int sectionEnd = p + compressed;
        if (type == 2) {
            huffman = ZstdHuffman.read(in, p, sectionEnd);
            p += 1 + ZstdHuffman.describedBytes(in, p, sectionEnd);
        } else if (huffman == null) {
            throw new CodecException("zstd: repeats a Huffman code that was never given");
        }
        if (format == 0) {
            huffman.decode(in, p, sectionEnd, literals, 0, size);
        } else {
            fourStreams(sectionEnd, size);
        }
        p = sectionEnd;
        return size;
    }

    private void fourStreams(int sectionEnd, int size) throws CodecException {
        if (sectionEnd - p < 6) {
            throw new CodecException("zstd: input ends early");
        }
        int[] bytes = {(int) littleEndian(2), (int) littleEndian(2), (int) littleEndian(2)};
        int part = (size + 3) / 4;
        if (part * 3 > size) {
            throw new CodecException("zstd: too few literals for four streams");
        }
        int from = p;
        for (int i = 0; i < 4; i++) {
            int to = i < 3 ? from + bytes[i] : sectionEnd;
            if (to > sectionEnd) {
                throw new CodecException("zstd: input ends early");
            }
            huffman.decode(in, from, to, literals, i * part, i < 3 ? part : size - 3 * part);
            from = to;
        }
    }

    private void requireLiterals(int size) throws CodecException {
        if (size > MAX_BLOCK) {
            throw new CodecException("zstd: %d literals in a block", size);
        }
        if (literals.length < size) {
            literals = new byte[MAX_BLOCK];
        }
    }

    private void requireRoom(int size) throws CodecException {
        if (size > out.length - at) {
            throw new CodecException("zstd: more bytes than the stated " + out.length);
        }
    }

    private int peekByte(int limit) throws CodecException {
        if (p >= limit) {
            throw new CodecException("zstd: input ends early");
        }
        return in[p] & 0xFF;
    }

    private void skip(long bytes) throws CodecException {
        if (bytes > end - p) {
            throw new CodecException("zstd: input ends early");
        }
        p += (int) bytes;
    }

    private long littleEndian(int bytes) throws CodecException {
        if (bytes > end - p) {
            throw new CodecException("zstd: input ends early");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in[p + i] & 0xFFL) << 8 * i;
        }
        p += bytes;
        return value;
    }
}
