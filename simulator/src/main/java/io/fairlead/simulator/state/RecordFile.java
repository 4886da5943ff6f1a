package io.fairlead.simulator.state;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// A file of records, each with its length and its checksum before it. For one thread, but for [#force].
final class RecordFile implements AutoCloseable {
    /// The longest record. An API server takes objects of at most 3 MiB.
    static final int BYTES_MAX = 16 << 20;

    private static final int HEAD_BYTES = 8;
    private static final int BUFFER_BYTES = 1 << 16;

    // Not a channel: an interrupt of the thread that writes would close it.
    private final FileOutputStream out;
    private long bytes;

    private RecordFile(FileOutputStream out) {
        this.out = out;
    }

    /// Makes a new file, for its owner only, in place of one that may be there.
    static RecordFile create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new RecordFile(new FileOutputStream(file.toFile()));
    }

    /// Adds a record; it survives the end of this process once this returns.
    void add(byte[] payload) throws IOException {
        if (payload.length == 0 || payload.length > BYTES_MAX) {
            throw new IOException("a record of " + payload.length + " bytes; at most " + BYTES_MAX + " are taken");
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES + payload.length);
        buffer.putInt(payload.length).putInt(checksum(payload)).put(payload);
        out.write(buffer.array());
        bytes += HEAD_BYTES + payload.length;
    }

    long bytes() {
        return bytes;
    }

    /// Waits until everything is on the disk.
    void force() throws IOException {
        out.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static int checksum(byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return (int) checksum.getValue();
    }

    /// What a file holds.
    ///
    /// @param torn bytes at the end that are no whole record: its writer was killed
    record Content(List<byte[]> records, long torn) {}

    /// @throws DamagedException if something other than the end is broken
    static Content read(Path file) throws IOException, DamagedException {
        long size = Files.size(file);
        List<byte[]> records = new ArrayList<>();
        long at = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            while (size - at >= HEAD_BYTES) {
                int length = in.readInt();
                int checksum = in.readInt();
                if (length == 0 && checksum == 0 && isZero(in)) {
                    // After a power cut, a file may be longer than what was written to it.
                    return new Content(records, size - at);
                }
                if (length <= 0 || length > BYTES_MAX) {
                    throw new DamagedException(file, at, "a record of " + length + " bytes");
                }
                if (size - at - HEAD_BYTES < length) {
                    break;
                }
                byte[] payload = in.readNBytes(length);
                long end = at + HEAD_BYTES + length;
                if (checksum(payload) != checksum) {
                    if (end == size) {
                        break;
                    }
                    throw new DamagedException(file, at, "a record whose checksum is wrong");
                }
                records.add(payload);
                at = end;
            }
        }
        return new Content(records, size - at);
    }

    private static boolean isZero(InputStream in) throws IOException {
        for (int each = in.read(); each >= 0; each = in.read()) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /// A file is broken where no killed process can have broken it.
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        DamagedException(Path file, long at, String what) {
            super(file + " is damaged at byte " + at + ": " + what);
        }
    }
}
