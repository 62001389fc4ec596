"""The product as twenty stories: each test is one situation that a case must get right, told whole.

Days are those of autumn 2026. The carrier is one in Russia that has ten days for its answer.
"""
