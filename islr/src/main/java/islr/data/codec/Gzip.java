package islr.data.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// Gzip (RFC 1952) by the JDK's own inflater.
final class Gzip {

    private Gzip() {}

    static void decompress(byte[] in, int inOffset, int inLength, byte[] out) throws CodecException {
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(in, inOffset, inLength))) {
            int length = stream.readNBytes(out, 0, out.length);
            if (length != out.length || stream.read() >= 0) {
                throw new CodecException("gzip: page does not have the stated %d bytes", out.length);
            }
        } catch (CodecException e) {
            throw e;
        } catch (IOException e) {
            throw new CodecException("gzip: " + e.getMessage());
        }
    }
}
