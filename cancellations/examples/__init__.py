"""Example cases for a first look, for screenshots and for measuring: invented people, shipped carriers.

stories/ say what happens; scene.py lives them through the verbs; life.py takes down what came of it; cast.py
gives each copy people and cards of its own; load.py writes them, and clear.py takes them away again.
"""
