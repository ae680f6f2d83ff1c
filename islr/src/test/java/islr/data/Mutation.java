package islr.data;

import islr.data.ThriftNumbers.Number;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// The ways to damage a file. The first ones imitate disks and networks, the others aim at what a reader trusts: sizes,
/// counts, offsets, encodings, codecs.
enum Mutation {

    BITS_FLIPPED {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes().clone();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bytes;
        }
    },

    BYTES_OVERWRITTEN {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes().clone();
            Piece piece = Piece.of(bytes, random);
            // Noise, or the same byte again and again, as in a lost block.
            byte same = (byte) (random.nextBoolean() ? random.nextInt(256) : 0);
            boolean noise = random.nextBoolean();
            for (int i = piece.from; i < piece.to; i++) {
                bytes[i] = noise ? (byte) random.nextInt(256) : same;
            }
            return bytes;
        }
    },

    END_CUT_OFF {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            return Arrays.copyOf(clip.bytes(), random.nextInt(clip.bytes().length));
        }
    },

    PIECE_CUT_OUT {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            Piece piece = Piece.of(clip.bytes(), random);
            return piece.replacedBy(new byte[0], clip.bytes());
        }
    },

    BYTES_INSERTED {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            int at = random.nextInt(clip.bytes().length);
            return new Piece(at, at).replacedBy(bytes, clip.bytes());
        }
    },

    PIECE_REPEATED {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes();
            Piece piece = Piece.of(bytes, random);
            // After itself, or over another place.
            int at = random.nextBoolean() ? piece.to : random.nextInt(bytes.length - piece.length());
            int end = at == piece.to ? at : at + piece.length();
            return new Piece(at, end).replacedBy(Arrays.copyOfRange(bytes, piece.from, piece.to), bytes);
        }
    },

    PIECES_SWAPPED {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes().clone();
            Piece one = Piece.of(bytes, random);
            int two = random.nextInt(bytes.length - one.length());
            System.arraycopy(clip.bytes(), one.from, bytes, two, one.length());
            System.arraycopy(clip.bytes(), two, bytes, one.from, one.length());
            return bytes;
        }
    },

    /// The head of one clip and the tail of another: cut anywhere or, harder to detect, the pages of one with the
    /// footer of the other.
    SPLICED {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] head = clip.bytes();
            byte[] tail = other.bytes();
            boolean atFooter = random.nextBoolean();
            int headEnd = atFooter ? clip.footer() : random.nextInt(head.length);
            int tailStart = atFooter ? other.footer() : random.nextInt(tail.length);
            byte[] spliced = Arrays.copyOf(head, headEnd + tail.length - tailStart);
            System.arraycopy(tail, tailStart, spliced, headEnd, tail.length - tailStart);
            return spliced;
        }
    },

    FOOTER_BYTES {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes().clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                bytes[clip.footer() + random.nextInt(bytes.length - clip.footer())] = (byte) random.nextInt(256);
            }
            return bytes;
        }
    },

    FOOTER_NUMBER {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            Number number = any(clip.footerNumbers(), random);
            return clip.withFooterBytes(number.at(), number.length(),
                    number.bytes(wrong(number.value(), clip, random)));
        }
    },

    PAGE_HEADER_BYTES {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes().clone();
            int from = any(clip.pageHeaders(), random);
            // Reaches into the page, to where the levels and the values begin.
            int length = ThriftNumbers.at(bytes, from).end() + 16 - from;
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                bytes[from + random.nextInt(length)] = (byte) random.nextInt(256);
            }
            return bytes;
        }
    },

    PAGE_HEADER_NUMBER {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            Number number = any(ThriftNumbers.at(clip.bytes(), any(clip.pageHeaders(), random)).numbers(), random);
            return clip.withPageBytes(number.at(), number.length(), number.bytes(wrong(number.value(), clip, random)))
                    .bytes();
        }
    },

    /// The beginnings of pages: lengths of levels, bit widths, block sizes, and the size that a compressor gives for
    /// its output.
    PAGE_BEGINNING {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] bytes = clip.bytes().clone();
            int from = ThriftNumbers.at(bytes, any(clip.pageHeaders(), random)).end();
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                byte[] wrong = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, (byte) random.nextInt(256)};
                bytes[from + random.nextInt(1 + random.nextInt(64))] = wrong[random.nextInt(wrong.length)];
            }
            return bytes;
        }
    },

    /// Names of columns, and other texts, that break the line of a message, control a terminal or reverse the direction
    /// of reading.
    STEERING_CHARACTERS {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            Number length = any(clip.footerNumbers().stream().filter(number -> !number.signed()).toList(), random);
            byte[] steering = any(List.of("\u202E", "\u2028", "\u0085", "\u009B31m", "\n", "\033[2J", "\0"), random)
                    .getBytes(StandardCharsets.UTF_8);
            var instead = new ByteArrayOutputStream();
            instead.writeBytes(length.bytes(length.value() + steering.length));
            instead.writeBytes(steering);
            byte[] bytes = clip.bytes();
            // Everywhere the text occurs: the name of a column is in the schema and in each row group.
            for (Number same : clip.footerNumbers().reversed()) {
                if (!same.signed() && Arrays.equals(text(same, clip), text(length, clip))) {
                    bytes = new SoundClip(clip.name(), bytes).withFooterBytes(same.at(), same.length(),
                            instead.toByteArray());
                }
            }
            return bytes;
        }

        private byte[] text(Number length, SoundClip clip) {
            int from = length.at() + length.length();
            return Arrays.copyOfRange(clip.bytes(), from, from + (int) length.value());
        }
    },

    /// A number of the footer, changed everywhere it occurs: for instance the number of rows, on which footer, row
    /// groups, columns and pages agree.
    NUMBER_EVERYWHERE {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            long value = any(clip.footerNumbers(), random).value();
            long instead = wrong(value, clip, random);
            SoundClip spoilt = clip;
            // From back to front, so that earlier places stay where they are.
            for (int header : clip.pageHeaders().reversed()) {
                for (Number number : ThriftNumbers.at(clip.bytes(), header).numbers().reversed()) {
                    if (number.signed() && number.value() == value) {
                        spoilt = spoilt.withPageBytes(number.at(), number.length(), number.bytes(instead));
                    }
                }
            }
            byte[] bytes = spoilt.bytes();
            for (Number number : spoilt.footerNumbers().reversed()) {
                if (number.signed() && number.value() == value) {
                    bytes = new SoundClip(clip.name(), bytes).withFooterBytes(number.at(), number.length(),
                            number.bytes(instead));
                }
            }
            return bytes;
        }
    },

    /// A list that claims far more elements, or a text that claims far more bytes, than there are.
    ENDLESS_LIST {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            // A field that no reader knows: list or text, its size, the type of its elements.
            byte[] size = new Number(0, 1, false, 0)
                    .bytes(any(List.of(100_000L, 50_000_000L, (long) Integer.MAX_VALUE, 0xFFFFFFFFL), random));
            boolean text = random.nextInt(4) == 0;
            var field = new ByteArrayOutputStream();
            field.write(text ? 0x18 : 0x19);
            if (!text) {
                field.write(0xF0 | random.nextInt(16));
            }
            field.writeBytes(size);
            return inserted(field.toByteArray(), clip, random);
        }
    },

    /// Deeply nested structs, one byte each.
    DEEPLY_NESTED {
        @Override
        byte[] of(SoundClip clip, SoundClip other, Random random) {
            byte[] deep = new byte[1 << 1 + random.nextInt(16)];
            Arrays.fill(deep, (byte) 0x1C);
            return inserted(deep, clip, random);
        }
    };

    /// A damaged file.
    ///
    /// @param other the second clip, for the mutations that combine two
    /// @param random decides the damage; the same seed gives the same file
    abstract byte[] of(SoundClip clip, SoundClip other, Random random);

    private record Piece(int from, int to) {

        /// Mostly short, of any length up to a quarter of the file.
        static Piece of(byte[] bytes, Random random) {
            int length = 1 + random.nextInt(1 + random.nextInt(bytes.length / 4));
            int from = random.nextInt(bytes.length - length);
            return new Piece(from, from + length);
        }

        int length() {
            return to - from;
        }

        byte[] replacedBy(byte[] instead, byte[] bytes) {
            var out = new ByteArrayOutputStream();
            out.write(bytes, 0, from);
            out.writeBytes(instead);
            out.write(bytes, to, bytes.length - to);
            return out.toByteArray();
        }
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /// The file with bytes inserted at the beginning of its footer or of a page header.
    private static byte[] inserted(byte[] more, SoundClip clip, Random random) {
        return random.nextInt(4) == 0 ? clip.withFooterBytes(clip.footer(), 0, more)
                : clip.withPageBytes(any(clip.pageHeaders(), random), 0, more).bytes();
    }

    private static long wrong(long value, SoundClip clip, Random random) {
        long[] wrong = {0, 1, 2, -1, value - 1, value + 1, 2 * value, value / 2, -value, value + 543, 543 * value,
            value ^ 1L << random.nextInt(34), random.nextInt(40), random.nextInt(clip.bytes().length),
            clip.bytes().length, 10_860_000, 10_860_543, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 8,
            1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()};
        return wrong[random.nextInt(wrong.length)];
    }
}
