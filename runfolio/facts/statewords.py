"""What is known of calls that change their object: the vocabulary of state (pure data, lookups).

Words are matched by the last name of what is called, so that notebooks whose imports were not
seen are read as well. What is not listed here changes nothing that anybody could know of.
"""

from __future__ import annotations

from .purity import MUTATORS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Classes whose step() changes the parameters that they were given.
OPTIMIZERS = _words("""
SGD Adam AdamW Adamax Adagrad Adadelta NAdam RAdam RMSprop Rprop ASGD LBFGS SparseAdam Adafactor
Lion LAMB Lamb LARS Ranger AdaBelief AdamW8bit Adam8bit Muon
""")

#: Makers of random generators: every method call draws.
GENERATORS = _words("default_rng RandomState Random Generator RandomGenerator")

#: Calls that give what can be gone through once.
ITERATORS = _words("iter zip map filter enumerate reversed open csv.reader os.scandir")
ITERATING_METHODS = _words("iterrows itertuples")

#: Arguments by which a generator is given to what draws from it.
GENERATOR_KEYWORDS = _words("random_state rng generator seed")

STUDIES = _words("create_study load_study")
STUDY_METHODS = _words("optimize enqueue_trial add_trial tell ask")

#: Modules below which models go on being fitted.
KERAS_MODULES = ("keras", "tensorflow.keras", "tf_keras", "tensorflow.python.keras")
KERAS_NAMES = _words("load_model clone_model model_from_json from_config")
GOING_ON_BASES = _words("Model Sequential")

#: Methods of Keras models, fastai learners and trainers by which they go on.
KERAS_METHODS = _words("fit fit_generator adapt")
LEARNER_METHODS = _words("fit fit_one_cycle fine_tune fit_flat_cos fit_sgdr lr_find")
TRAINER_METHODS = _words("fit train")

#: Methods that go on with any object.
GOING_ON = _words("partial_fit learn_one fit_one_cycle fine_tune train_on_batch")

#: Methods that fit: a making, of which nobody can know whether it goes on.
FITTING = _words("fit fit_transform fit_predict fit_resample train")

#: Methods that put an object into a state that does not depend on the one before.
RESETTING = _words("load_state_dict set_weights load_weights seed manual_seed reset reset_states")

#: Methods that give the object itself, or one that equals it.
SAME = _words("to cuda cpu eval train double float half requires_grad_ contiguous copy compute")

#: Conversions: done again they give what they gave before.
CONVERTING = _words("""
astype type array asarray tensor as_tensor from_numpy FloatTensor LongTensor to_datetime to_numeric
to_numpy
""")

#: Methods that change a container in place when their value is not used.
CHANGING = (MUTATORS | _words("itemset move_to_end")) - _words("add")
#: Methods that do so only with objects of these kinds, and show a new one with others.
CHANGING_OF = {
    "set": _words("add"),
    "keras": _words("add"),
    "array": _words("fill resize partition put"),
}
#: Methods that change their object although their value is used.
TAKING = _words("pop popleft popitem setdefault")

#: Methods by which a model's parameters are given to an optimizer.
PARAMETERS = _words("""
parameters named_parameters trainable_parameters get_parameters trainable_variables
trainable_weights variables
""")

#: Calls that pass on what is in their arguments.
PASSING = _words("list tuple dict set filter chain iter map sorted reversed zip cycle islice")

#: Builtins that look at no element: what they read is called so.
MEASURING = _words("len type isinstance id callable issubclass")
MEASURED = "#len"

#: Attributes through which an object's elements are reached.
THROUGH = _words("values T data loc iloc at iat array flat")
PLACES = _words("loc iloc at iat")


def is_inplace(method: str) -> bool:
    """`add_`, `zero_`: methods that say so by their name."""
    return len(method) > 2 and method.endswith("_") and not method.endswith("__")
