package io.fairlead.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final int LINKS_MIN = 20;

    @Test
    void everyRelativeLinkLeadsToAFileAndToAHeadingInIt() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path file : Documents.all()) {
            List<String> prose = Documents.prose(file);
            for (int i = 0; i < prose.size(); i++) {
                Matcher link = LINK.matcher(prose.get(i));
                while (link.find()) {
                    String target = link.group(1) == null ? link.group(2) : link.group(1);
                    if (!ELSEWHERE.matcher(target).matches()) {
                        links++;
                        if (!leadsSomewhere(file, target)) {
                            broken.add(Documents.root().relativize(file) + ":" + (i + 1) + ": " + target);
                        }
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(LINKS_MIN);
    }

    private static boolean leadsSomewhere(Path from, String target) {
        String path = target.contains("#") ? target.substring(0, target.indexOf('#')) : target;
        Path file = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        if (!file.startsWith(Documents.root()) || !Files.exists(file)) {
            return false;
        }
        String anchor = target.substring(path.length());
        return anchor.isEmpty() || anchors(file).contains(anchor.substring(1));
    }

    private static List<String> anchors(Path file) {
        return Documents.prose(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ +", ""))
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{IsAlphabetic}0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
