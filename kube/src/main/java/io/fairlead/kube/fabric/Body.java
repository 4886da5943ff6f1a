package io.fairlead.kube.fabric;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Collects the bytes of one answer up to a bound. The transport calls it from one thread at a time and
/// is done before the bytes are asked for.
final class Body implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final int bytesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private boolean isTooLarge;

    Body(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody body) {
        for (ByteBuffer buffer : buffers) {
            isTooLarge |= bytes.size() + (long) buffer.remaining() > bytesMax;
            if (!isTooLarge) {
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
        }
        if (isTooLarge) {
            body.cancel();
        } else {
            body.consume();
        }
    }

    byte[] bytes() throws IOException {
        if (isTooLarge) {
            throw new IOException("the answer is larger than " + bytesMax + " bytes");
        }
        return bytes.toByteArray();
    }
}
