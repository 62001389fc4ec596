"""What a template prints, as bare text: a page prints some five hundred values, and only joins them.

Jinja makes each of them Markup, an object of its own that costs three times what escaping does; and nobody asks a piece
of a page whether it may be trusted. A macro's result is still Markup, for it may be put into another expression.
"""

from html import escape
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame


def bare(value: Any) -> str:
    """`value` as it stands in a page: text escaped, markup as it is."""
    if type(value) is str:  # and of no class of its own, which may be markup
        return escape(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


class _Compiler(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.bare(")
        else:
            super()._output_child_pre(node, frame, finalize)


class BareTextEnvironment(Environment):
    """Its templates call `bare` where those of Jinja's own call `escape`; it changes nothing in what is printed."""

    code_generator_class = _Compiler
    bare = staticmethod(bare)
