package io.fairlead.simulator.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Compiles expressions that see certain variables. The functions are those that kube-apiserver 1.35 offers for
/// custom resources, but for `authorizer`, `format`, `jsonpatch` and `semver`.
public final class CelEnvironment {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableOptionalSyntax(true)
            .enableHeterogeneousNumericComparisons(true)
            .enableRegexPartialMatch(true)
            .build();
    private static final Set<String> CHECKED_LITERALS = Set.of("matches", "duration", "timestamp");
    private static final String CANDIDATES = " (candidates: ";

    private final CelCompiler compiler;
    private final List<String> variables;

    private CelEnvironment(CelCompiler compiler, List<String> variables) {
        this.compiler = compiler;
        this.variables = List.copyOf(variables);
    }

    /// @param variables by name, in the order in which an evaluation gets their values
    /// @param types of objects, by the names that references in `variables` use
    public static CelEnvironment of(SequencedMap<String, CelType> variables, CelTypeProvider types) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types)
                .addFunctionDeclarations(Declarations.all())
                .addLibraries(
                        CelExtensions.strings(),
                        CelExtensions.optional(),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.comprehensions(),
                        CelExtensions.bindings());
        for (Map.Entry<String, CelType> variable : variables.entrySet()) {
            builder.addVar(variable.getKey(), variable.getValue());
        }
        return new CelEnvironment(builder.build(), new ArrayList<>(variables.keySet()));
    }

    /// For objects whose types are not known.
    ///
    /// @param variables in the order in which an evaluation gets their values
    public static CelEnvironment untyped(List<String> variables) {
        SequencedMap<String, CelType> types = new LinkedHashMap<>();
        variables.forEach(variable -> types.put(variable, SimpleType.DYN));
        return of(types, NoTypes.INSTANCE);
    }

    /// @throws CelRejection with what follows `compilation failed: ` in the API server's message; where the
    /// expression
    ///     compiles but has a constant that cannot be evaluated, with the whole text `program instantiation
    ///     failed: …`
    public CelProgram compile(String expression) throws CelRejection {
        CelAbstractSyntaxTree tree = check(expression);
        checkLiterals(tree, tree.getExpr());
        try {
            return new CelProgram(tree, variables);
        } catch (CelFault fault) {
            throw new CelRejection("program instantiation failed: " + fault.getMessage());
        }
    }

    private CelAbstractSyntaxTree check(String expression) throws CelRejection {
        CelValidationResult parsed = compiler.parse(expression);
        if (parsed.hasError()) {
            throw rejection(parsed, true);
        }
        try {
            CelValidationResult checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                throw rejection(checked, false);
            }
            return checked.getAst();
        } catch (CelValidationException e) {
            throw new CelRejection(String.valueOf(e.getMessage()));
        }
    }

    private static CelRejection rejection(CelValidationResult result, boolean isSyntax) {
        List<String> texts = new ArrayList<>();
        for (CelIssue issue : result.getErrors()) {
            String message = issue.getMessage();
            int candidates = message.indexOf(CANDIDATES);
            message = candidates < 0 ? message : message.substring(0, candidates);
            if (isSyntax && !message.endsWith("macro") && !message.contains("argument")) {
                message = "Syntax error: " + message;
            }
            texts.add(CelIssue.formatError(issue.getSourceLocation(), message).toDisplayString(result.getSource()));
        }
        return new CelRejection(String.join("\n", texts));
    }

    // cel-go's validators of literals.
    private static void checkLiterals(CelAbstractSyntaxTree tree, CelExpr expr) throws CelRejection {
        if (expr.getKind() == CelExpr.ExprKind.Kind.CALL) {
            CelExpr.CelCall call = expr.call();
            if (CHECKED_LITERALS.contains(call.function()) && !call.args().isEmpty()) {
                checkLiteral(tree, call.function(), call.args().getLast());
            }
        }
        for (CelExpr child : Children.of(expr)) {
            checkLiterals(tree, child);
        }
    }

    private static void checkLiteral(CelAbstractSyntaxTree tree, String function, CelExpr argument)
            throws CelRejection {
        if (argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        String text = argument.constant().stringValue();
        try {
            switch (function) {
                case "matches" -> TextFunctions.pattern(text);
                case "duration" -> Conversions.duration(text);
                default -> Conversions.time(text);
            }
        } catch (CelFault fault) {
            int offset = tree.getSource().getPositionsMap().getOrDefault(argument.id(), 0);
            var location = tree.getSource().getOffsetLocation(offset);
            String message = "invalid " + function + " argument";
            throw new CelRejection(
                    location.isEmpty()
                            ? message
                            : CelIssue.formatError(location.get(), message).toDisplayString(tree.getSource()));
        }
    }
}
