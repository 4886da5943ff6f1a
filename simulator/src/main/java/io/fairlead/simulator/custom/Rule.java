package io.fairlead.simulator.custom;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import io.fairlead.simulator.cel.CelEnvironment;
import io.fairlead.simulator.cel.CelProgram;
import io.fairlead.simulator.cel.CelRejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One compiled rule.
///
/// @param source as it stands in the schema
/// @param program null where there is nothing to run
/// @param error why it does not compile; empty if it does
/// @param message the compiled `messageExpression`; null without a usable one
/// @param messageError why that does not compile; empty if it does
/// @param path `fieldPath` as messages show it; empty without one
record Rule(
        SchemaNode.Rule source,
        @Nullable CelProgram program,
        String error,
        @Nullable CelProgram message,
        String messageError,
        boolean usesOldSelf,
        String path) {
    static final String SELF = "self";
    static final String OLD_SELF = "oldSelf";

    /// Compiles the rules of one node.
    static List<Rule> compile(List<SchemaNode.Rule> sources, SchemaNode schema, boolean isResource) {
        DeclaredType type = DeclaredType.of(schema, isResource);
        List<Rule> compiled = new ArrayList<>();
        if (type == null) {
            for (SchemaNode.Rule source : sources) {
                compiled.add(new Rule(
                        source, null, "failed to convert to declType for CEL validation rules", null, "", false, ""));
            }
            return compiled;
        }
        Environments environments = new Environments(type);
        for (SchemaNode.Rule source : sources) {
            compiled.add(compile(source, schema, environments));
        }
        return compiled;
    }

    /// How often the rule may run at most, from the size of what it judges.
    static long cardinality(DeclaredType type) {
        return DeclaredType.REQUEST_BYTES_MAX / (type.sizeMin() + 1);
    }

    private static Rule compile(SchemaNode.Rule source, SchemaNode schema, Environments environments) {
        String path = source.fieldPath().isEmpty()
                ? ""
                : RulePath.normalise(source.fieldPath(), schema).orElse("");
        if (source.rule().isBlank()) {
            return new Rule(source, null, "", null, "", false, path);
        }
        CelEnvironment environment = environments.get(source.isOldSelfOptional());
        CelProgram program;
        try {
            program = environment.compile(source.rule());
        } catch (CelRejection e) {
            return new Rule(source, null, failure("compilation failed: ", e), null, "", false, path);
        }
        if (!program.isBoolean()) {
            return new Rule(source, null, "cel expression must evaluate to a bool", null, "", false, path);
        }
        CelProgram message = null;
        String messageError = "";
        if (!source.messageExpression().isEmpty()) {
            try {
                message = environment.compile(source.messageExpression());
                if (!message.isText()) {
                    message = null;
                    messageError = "messageExpression must evaluate to a string";
                }
            } catch (CelRejection e) {
                messageError = failure("messageExpression compilation failed: ", e);
            }
        }
        return new Rule(source, program, "", message, messageError, program.uses(OLD_SELF), path);
    }

    private static String failure(String prefix, CelRejection rejection) {
        String text = String.valueOf(rejection.getMessage());
        return text.startsWith("program instantiation failed") ? text : prefix + text;
    }

    /// What messages call the rule.
    String name() {
        return source.message().isEmpty()
                ? source.rule().strip()
                : source.message().strip();
    }

    // The environment is dear, and most schemas need but one of the two.
    private static final class Environments {
        private final DeclaredType type;
        private @Nullable CelEnvironment plain;
        private @Nullable CelEnvironment optional;

        Environments(DeclaredType type) {
            this.type = type;
        }

        CelEnvironment get(boolean isOldSelfOptional) {
            CelEnvironment present = isOldSelfOptional ? optional : plain;
            if (present != null) {
                return present;
            }
            SequencedMap<String, CelType> variables = new LinkedHashMap<>();
            variables.put(SELF, type.type());
            variables.put(OLD_SELF, isOldSelfOptional ? OptionalType.create(type.type()) : type.type());
            CelEnvironment made = CelEnvironment.of(variables, new DeclaredTypes(type));
            if (isOldSelfOptional) {
                optional = made;
            } else {
                plain = made;
            }
            return made;
        }
    }
}
