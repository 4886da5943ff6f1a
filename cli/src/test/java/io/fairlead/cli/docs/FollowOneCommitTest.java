package io.fairlead.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The guide through the code names code that is there.
class FollowOneCommitTest {
    private static final Pattern MEMBER = Pattern.compile("\\b([A-Z]\\w+)\\.([A-Za-z]\\w+)");
    private static final Pattern IN_PICTURE = Pattern.compile("\\b([A-Z][a-z]+[A-Z]\\w+)\\b");
    private static final int NAMES_MIN = 40;

    private final Path guide = Documents.root().resolve("docs/guide/follow-one-commit.md");

    @Test
    void everyClassAndMemberExists() throws IOException {
        List<String> sources = sources();
        List<String> missing = new ArrayList<>();
        int names = 0;
        String picture = Documents.blocks(guide).getFirst().joined();
        for (Matcher each = IN_PICTURE.matcher(picture); each.find(); names++) {
            if (!isDeclared(sources, each.group(1), "")) {
                missing.add(each.group(1));
            }
        }
        String all = String.join("\n", Documents.prose(guide)) + picture;
        for (Matcher each = MEMBER.matcher(all); each.find(); names++) {
            if (!isDeclared(sources, each.group(1), each.group(2))) {
                missing.add(each.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(names).isGreaterThan(NAMES_MIN);
    }

    private static boolean isDeclared(List<String> sources, String type, String member) {
        Pattern declaration = Pattern.compile("\\b(class|record|interface|enum) " + type + "\\b");
        Pattern use = Pattern.compile("\\b" + member + "\\b");
        return sources.stream()
                .anyMatch(source -> declaration.matcher(source).find()
                        && use.matcher(source).find());
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Documents.root())) {
            for (Path file : files.filter(each -> each.toString().contains("/src/main/java/"))
                    .filter(each -> each.toString().endsWith(".java"))
                    .toList()) {
                sources.add(Files.readString(file));
            }
        }
        return sources;
    }
}
